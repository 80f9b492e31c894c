-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into the file @out: as `aws glue get-connections` prints them,
-- with times and status, and beside each connection what GetConnections leaves out: CatalogId, Region, Tags,
-- ValidateCredentials, ValidateForComputeEnvironments. The form for moving an inventory: an import loses nothing.
--
--   sqlite> .parameter set @out connections.json
--   sqlite> .read sql/export_get_connections.sql
--
-- A TEMP VIEW named `connections` chooses some of them, or another table. Secrets go out as placeholders, credentials
-- not at all; for this one export:
--   .parameter set @secrets decrypt     in clear, in a file of mode 0600
--   .parameter set @secrets sealed      as they are, for an import with the same keyring; mode 0600 too

SELECT CASE WHEN @out IS NULL THEN json_extract('{}', 'no file is named: .parameter set @out NAME')
            WHEN @secrets NOT IN ('decrypt', 'sealed') THEN '@secrets is not decrypt or sealed: secrets go out as placeholders'
            ELSE 'the file is in UTF-16, as the database is' END AS warning
  FROM temp.pragma_encoding WHERE @out IS NULL OR @secrets NOT IN ('decrypt', 'sealed') OR encoding <> 'UTF-8';

WITH
  document(connections, text) AS MATERIALIZED (
    SELECT count(*), (SELECT iif(encoding = 'UTF-8', '', char(0xFEFF)) FROM temp.pragma_encoding) ||
           glue_export_connections(connection, iif(@secrets = 'decrypt', glue_decrypt(request), request),
                                   iif(@secrets = 'sealed', 'sealed', NULL))
      FROM connections)
-- A file with secrets is its owner's alone (mode 0600) before the first of them is in it. It is read back: a disk
-- that is full is no error to writefile(), and json_extract() says as its error what it is given for a path.
SELECT connections, CASE -- one after the other
    WHEN writefile(@out, '', iif(@secrets IS NULL OR @out GLOB '/dev/*', 0, 33152)) <> 0 THEN NULL
    WHEN writefile(@out, text, 0) IS NULL THEN NULL
    WHEN @out = '/dev/null' OR readfile(@out) IS CAST(text AS BLOB) THEN length(CAST(text AS BLOB))
    ELSE json_extract('{}', 'could not write ' || @out) END AS bytes
  FROM document WHERE @out IS NOT NULL;
.parameter unset @secrets
