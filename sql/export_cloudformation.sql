-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into the file @out: as a CloudFormation template in JSON. It is
-- for one account and region.
--
--   sqlite> .parameter set @out template.json
--   sqlite> .read sql/export_cloudformation.sql
--
-- A TEMP VIEW named `connections` chooses some of them, or another table. Secrets go out as parameters; for this
-- one export:
--   .parameter set @secrets decrypt     in clear, in a file of mode 0600
--   .parameter set @secrets sealed      as they are, for an import with the same keyring; mode 0600 too
--
-- What CloudFormation would refuse, or take for something else, is told first; of each connection:
--   SELECT c.name, f.* FROM connections c, glue_lint(c.request, 'cloudformation') f WHERE f.rule GLOB 'target-*';

SELECT CASE WHEN @out IS NULL THEN json_extract('{}', 'no file is named: .parameter set @out NAME')
            WHEN @secrets NOT IN ('decrypt', 'sealed') THEN '@secrets is not decrypt or sealed: secrets go out as placeholders'
            ELSE 'the file is in UTF-16, as the database is' END AS warning
  FROM temp.pragma_encoding WHERE @out IS NULL OR @secrets NOT IN ('decrypt', 'sealed') OR encoding <> 'UTF-8';
SELECT count(*) AS times, f.rule, f.message AS warning FROM connections c, glue_lint(c.request, 'cloudformation') f
  WHERE f.rule IN ('target-member', 'target-reference', 'target-map')
  GROUP BY f.rule, f.message;
SELECT 'CloudFormation takes up to 500 resources in a template, and 200 parameters: these are ' ||
       resources || ' and ' || secrets AS warning
  FROM (SELECT count(*) AS resources, iif(@secrets IN ('decrypt', 'sealed'), 0, sum((length(request) - length(
                 replace(request, ':"glue-connections:', ''))) / length(':"glue-connections:'))) AS secrets FROM connections)
  WHERE resources > 500 OR secrets > 200;

WITH
  document(connections, text) AS MATERIALIZED (
    SELECT count(*), (SELECT iif(encoding = 'UTF-8', '', char(0xFEFF)) FROM temp.pragma_encoding) ||
           glue_export_cloudformation(iif(@secrets = 'decrypt', glue_decrypt(request), request),
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
