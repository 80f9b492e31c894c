<?php
// SPDX-License-Identifier: MIT
// recipe
// php.ini: sqlite3.extension_dir = /absolute/path/of/dist (no symbolic link), the only folder to load from
function connect(string $path): SQLite3
{
    $db = new SQLite3($path);
    $db->enableExceptions(true);
    $db->loadExtension('glue_connections.so');
    return $db;
}

// end
$db = connect('catalog.db');

function execute(string $sql, array $values): array
{
    global $db;
    $statement = $db->prepare($sql);
    foreach ($values as $i => $value) {
        $statement->bindValue($i + 1, $value); // the type of SQLite follows from that of PHP
    }
    $result = $statement->execute();
    $rows = [];
    while ($result->numColumns() && ($row = $result->fetchArray(SQLITE3_NUM))) {
        $rows[] = $row;
    }
    return $rows;
}

echo 'sqlite: ', execute('SELECT sqlite_version()', [])[0][0], "\n";
foreach (file('steps.tsv', FILE_IGNORE_NEW_LINES) as $line) {
    $values = explode("\t", $line);
    [$label, $sql] = array_splice($values, 0, 2);
    $values = array_map(fn($value) => str_starts_with($value, '#') ? +substr($value, 1) : $value, $values);
    $rows = [];
    try {
        if ($sql === '@reopen') {
            $db->close();
            $db = connect('catalog.db');
        } elseif ($sql === '@copy') {
            foreach (execute('SELECT * FROM connections', []) as $row) {
                $marks = implode(', ', array_fill(0, count($row), '?'));
                execute("INSERT INTO $values[0] VALUES($marks)", $row);
            }
        } else {
            $rows = execute($sql, $values);
        }
    } catch (Exception $error) {
        echo "$label: ", $error->getMessage(), "\n";
        continue;
    }
    echo "$label: ", $rows ? implode('; ', array_map(fn($row) => implode('|', $row), $rows)) : 'ok', "\n";
}
