-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as a CloudFormation template in JSON. It
-- is for one account and region: of others choose with a view, as below.
--
--   sqlite> .parameter set @out template.json
--   sqlite> .read sql/export_cloudformation.sql
--
-- Secrets go out as references to parameters of the template (NoEcho): PASSWORD, and credentials as a
-- SecretArn unless the connection has one. For this one export:
--   .parameter set @secrets decrypt   in clear, in a file of mode 0600
--   .parameter set @secrets sealed    as they are, for an import with the same keyring; mode 0600 too
--
-- A resource has the name of its connection without blanks and signs. References that an import has put
-- into words are functions again, ${Ref:Name} and ${Select:...}; the template needs what they name. What
-- CloudFormation would take for something else is told; all of it:
--   SELECT c.name, f.* FROM connections c, glue_lint(c.request, 'cloudformation') f WHERE f.rule GLOB 'target-*';
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

SELECT 'no file is named: .parameter set @out NAME' AS warning WHERE @out IS NULL
UNION ALL
SELECT '@secrets is not decrypt or sealed: secrets go out as references' WHERE @secrets NOT IN ('decrypt', 'sealed')
UNION ALL
SELECT 'the file is in UTF-16, as the database is' FROM pragma_encoding WHERE encoding <> 'UTF-8' AND @out IS NOT NULL;
SELECT count(*) AS times, f.rule, f.message AS warning FROM connections c, glue_lint(c.request, 'cloudformation') f
  WHERE f.rule IN ('target-member', 'target-reference', 'target-map')
  GROUP BY f.rule, f.message;

SELECT 'CloudFormation takes up to 500 resources in a template, and 200 parameters: these are ' ||
       resources || ' and ' || secrets AS warning
  FROM (SELECT count(*) AS resources,
               iif(@secrets IN ('decrypt', 'sealed'), 0, sum((length(request) -
                 length(replace(request, ':"glue-connections:', ''))) / length(':"glue-connections:'))) AS secrets
          FROM connections)
  WHERE resources > 500 OR secrets > 200;

WITH
  document(connections, body) AS MATERIALIZED (
    SELECT count(*), glue_export_cloudformation(iif(@secrets = 'decrypt', glue_decrypt(request), request),
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
