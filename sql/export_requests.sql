-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as requests, one on each line (JSON
-- Lines), as for `aws glue create-connection --cli-input-json`; or, where the name of the file ends
-- with .sh, as a shell script that creates them with the AWS CLI.
--
--   sqlite> .parameter set @out requests.jsonl
--   sqlite> .read sql/export_requests.sql
--
-- Secrets go out as placeholders: PASSWORD as ${secret:PASSWORD}, credentials as a SecretArn that ends
-- with ${secret:credentials} unless the connection has one. For this one export:
--   .parameter set @secrets decrypt   in clear, in a file of mode 0600
--   .parameter set @secrets sealed    as they are, for an import into the same catalog and region with
--                                     the same keyring; mode 0600 too
--
-- The script gives its arguments to every call: `sh create.sh --profile prod --region eu-west-1`. It
-- leaves out each request in which a placeholder still stands, goes on where one call fails, and then
-- ends with 1. Each request is passed in a temporary file that nobody else can read. Where the
-- connections are of several regions, each call names its own; a list of requests cannot, and is refused.
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

SELECT 'no file is named: .parameter set @out NAME' AS warning WHERE @out IS NULL
UNION ALL
SELECT '@secrets is not decrypt or sealed: secrets go out as placeholders' WHERE @secrets NOT IN ('decrypt', 'sealed')
UNION ALL
SELECT 'the file is in UTF-16, as the database is' FROM pragma_encoding WHERE encoding <> 'UTF-8' AND @out IS NOT NULL;

WITH
  chosen(request) AS (SELECT iif(@secrets = 'decrypt', glue_decrypt(request), request) FROM connections),
  document(connections, body) AS MATERIALIZED (
    SELECT count(*), iif(@out LIKE '%.sh',
        glue_export_script(request, iif(@secrets = 'sealed', 'sealed', NULL)) FILTER (WHERE @out LIKE '%.sh'),
        glue_export_requests(request, iif(@secrets = 'sealed', 'sealed', NULL)) FILTER (WHERE @out NOT LIKE '%.sh'))
      FROM chosen),
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
