-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into the file @out: as requests, one on each line, as for
-- `aws glue create-connection --cli-input-json`; or, where its name ends with .sh, as a shell script that makes
-- these calls: `sh create.sh --profile prod`. It leaves out a request in which a placeholder still stands.
--
--   sqlite> .parameter set @out requests.jsonl
--   sqlite> .read sql/export_requests.sql
--
-- A TEMP VIEW named `connections` chooses some of them, or another table. Secrets go out as placeholders; for this
-- one export:
--   .parameter set @secrets decrypt     in clear, in a file of mode 0600
--   .parameter set @secrets sealed      as they are, for an import with the same keyring; mode 0600 too

SELECT CASE WHEN @out IS NULL THEN json_extract('{}', 'no file is named: .parameter set @out NAME')
            WHEN @secrets NOT IN ('decrypt', 'sealed') THEN '@secrets is not decrypt or sealed: secrets go out as placeholders'
            ELSE 'the file is in UTF-16, as the database is' END AS warning
  FROM temp.pragma_encoding WHERE @out IS NULL OR @secrets NOT IN ('decrypt', 'sealed') OR encoding <> 'UTF-8';

WITH
  chosen(request, option) AS (
    SELECT iif(@secrets = 'decrypt', glue_decrypt(request), request), iif(@secrets = 'sealed', 'sealed', NULL) FROM connections),
  document(connections, text) AS MATERIALIZED (
    SELECT count(*), (SELECT iif(encoding = 'UTF-8', '', char(0xFEFF)) FROM temp.pragma_encoding) ||
           iif(@out LIKE '%.sh', glue_export_script(request, option) FILTER (WHERE @out LIKE '%.sh'),
                                 glue_export_requests(request, option) FILTER (WHERE @out NOT LIKE '%.sh'))
      FROM chosen)
-- A file with secrets is its owner's alone (mode 0600) before the first of them is in it. It is read back: a disk
-- that is full is no error to writefile(), and json_extract() says as its error what it is given for a path.
SELECT connections, CASE -- one after the other
    WHEN writefile(@out, '', iif(@secrets IS NULL OR @out GLOB '/dev/*', 0, 33152)) <> 0 THEN NULL
    WHEN writefile(@out, text, 0) IS NULL THEN NULL
    WHEN @out = '/dev/null' OR readfile(@out) IS CAST(text AS BLOB) THEN length(CAST(text AS BLOB))
    ELSE json_extract('{}', 'could not write ' || @out) END AS bytes
  FROM document WHERE @out IS NOT NULL;
.parameter unset @secrets
