# SPDX-License-Identifier: MIT
# recipe
require 'sqlite3'

def connect(path)
  db = SQLite3::Database.new(path)
  db.enable_load_extension(true)
  db.load_extension('./dist/glue_connections')
  db.enable_load_extension(false)
  db
end

# end
def convert(value)
  return value unless value.start_with?('#')

  value.include?('.') ? value[1..].to_f : value[1..].to_i
end

db = connect('catalog.db')
puts "sqlite: #{db.execute('SELECT sqlite_version()')[0][0]}"
File.foreach('steps.tsv', chomp: true, encoding: 'UTF-8') do |line|
  label, sql, *values = line.split("\t", -1)
  rows = []
  case sql
  when '@reopen'
    db.close
    db = connect('catalog.db')
  when '@copy'
    db.execute('SELECT * FROM connections').each do |row|
      db.execute("INSERT INTO #{values[0]} VALUES(#{(['?'] * row.size).join(', ')})", row)
    end
  else
    rows = db.execute(sql, values.map { |value| convert(value) })
  end
  puts "#{label}: #{rows.empty? ? 'ok' : rows.map { |row| row.join('|') }.join('; ')}"
rescue SQLite3::Exception => e
  puts "#{label}: #{e.message}"
end
