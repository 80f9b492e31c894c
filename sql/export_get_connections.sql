-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as `aws glue get-connections` prints
-- them, with their times and their status.
--
--   sqlite> .parameter set @out connections.json
--   sqlite> .read sql/export_get_connections.sql
--
-- So that an import loses nothing, what GetConnections leaves out stands with each connection: its
-- CatalogId, its Region, its Tags, ValidateCredentials and ValidateForComputeEnvironments. So this is the
-- form for moving an inventory of several accounts and regions.
--
-- Secrets go out as placeholders: PASSWORD as ${secret:PASSWORD}. Credentials do not go out at all, as
-- with the service. For this one export:
--   .parameter set @secrets decrypt   in clear, with credentials, in a file of mode 0600
--   .parameter set @secrets sealed    as they are, with credentials, for an import with the same keyring;
--                                     mode 0600 too
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

SELECT 'no file is named: .parameter set @out NAME' AS warning WHERE @out IS NULL
UNION ALL
SELECT '@secrets is not decrypt or sealed: secrets go out as placeholders' WHERE @secrets NOT IN ('decrypt', 'sealed')
UNION ALL
SELECT 'the file is in UTF-16, as the database is' FROM pragma_encoding WHERE encoding <> 'UTF-8' AND @out IS NOT NULL;

WITH
  document(connections, body) AS MATERIALIZED (
    SELECT count(*), glue_export_connections(connection,
                                             iif(@secrets = 'decrypt', glue_decrypt(request), request),
                                             iif(@secrets = 'sealed', 'sealed', NULL))
      FROM connections),
  file(connections, text) AS MATERIALIZED ( -- UTF-16 begins with a byte order mark
    SELECT connections, iif(encoding = 'UTF-8', '', char(0xFEFF)) || body FROM document, pragma_encoding)
-- A file with secrets is its owner's alone (mode 0600) before the first of them is in it. It is read
-- back: a disk that is full is no error to writefile().
SELECT connections, CASE -- one after the other
    WHEN writefile(@out, '', iif(@secrets IS NULL OR @out GLOB '/dev/*', 0, 33152)) <> 0 THEN NULL
    WHEN writefile(@out, text, 0) IS NULL THEN NULL
    WHEN readfile(@out) IS CAST(text AS BLOB) THEN length(CAST(text AS BLOB))
    ELSE 'could not write ' || @out END AS bytes
  FROM file WHERE @out IS NOT NULL;

.parameter unset @secrets
