# SPDX-License-Identifier: MIT
use strict;
use warnings;

# recipe
use DBI;

sub connect_to {
  my ($path) = @_;
  my $db = DBI->connect("dbi:SQLite:dbname=$path", '', '', {RaiseError => 1, PrintError => 0, sqlite_unicode => 1});
  $db->sqlite_enable_load_extension(1);
  $db->sqlite_load_extension('./dist/glue_connections.so');
  $db->sqlite_enable_load_extension(0);
  return $db;
}

# end
my $db = connect_to('catalog.db');

sub execute {
  my ($sql, @values) = @_;
  my $statement = $db->prepare($sql);
  $statement->execute(@values);
  return $statement->{NUM_OF_FIELDS} ? @{$statement->fetchall_arrayref} : ();
}

print 'sqlite: ', (execute('SELECT sqlite_version()'))[0][0], "\n";
open my $steps, '<:encoding(UTF-8)', 'steps.tsv' or die;
binmode STDOUT, ':encoding(UTF-8)';
while (my $line = <$steps>) {
  chomp $line;
  my ($label, $sql, @values) = split /\t/, $line, -1;
  s/^#// for @values; # a number is text like any other here
  my @rows;
  my $done = eval {
    if ($sql eq '@reopen') {
      $db->disconnect;
      $db = connect_to('catalog.db');
    } elsif ($sql eq '@copy') {
      for my $row (execute('SELECT * FROM connections')) {
        execute("INSERT INTO $values[0] VALUES(" . join(', ', ('?') x @$row) . ')', @$row);
      }
    } else {
      @rows = execute($sql, @values);
    }
    1;
  };
  if ($done) {
    print "$label: ", (@rows ? join('; ', map { join '|', map { $_ // '' } @$_ } @rows) : 'ok'), "\n";
  } else {
    print "$label: ", $@ =~ s/\n.*//sr, "\n";
  }
}
