-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as a Terraform configuration in JSON,
-- with an import block for each, so that `terraform plan` takes over what is already there.
--
--   sqlite> .parameter set @out connections.tf.json
--   sqlite> .read sql/export_terraform.sql
--
-- Secrets go out as references to sensitive variables: PASSWORD, and credentials as a secret_arn unless
-- the connection has one. For this one export:
--   .parameter set @secrets decrypt   in clear, in a file of mode 0600
--   .parameter set @secrets sealed    as they are, for an import with the same keyring; mode 0600 too
--   .parameter set @import_blocks no  without the import blocks, for connections that are yet to be made
--
-- A resource has the name of its connection, with _ for what an identifier must not have; where two would
-- have the same, account and region follow. What Terraform's provider has no argument for stands in a
-- comment, "//", from where sql/import.sql takes it back. ${...} of an imported configuration is written
-- back; a reference of another kind is a text there. What the provider would refuse is told; all of it:
--   SELECT c.name, f.* FROM connections c, glue_lint(c.request, 'terraform') f WHERE f.rule GLOB 'target-*';
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

SELECT 'no file is named: .parameter set @out NAME' AS warning WHERE @out IS NULL
UNION ALL
SELECT '@secrets is not decrypt or sealed: secrets go out as references' WHERE @secrets NOT IN ('decrypt', 'sealed')
UNION ALL
SELECT 'the file is in UTF-16, as the database is' FROM pragma_encoding WHERE encoding <> 'UTF-8' AND @out IS NOT NULL;
SELECT count(*) AS times, f.rule, f.message AS warning FROM connections c, glue_lint(c.request, 'terraform') f
  WHERE f.rule IN ('target-type', 'target-property', 'target-member', 'target-version', 'target-reference')
  GROUP BY f.rule, f.message;

WITH
  document(connections, body) AS MATERIALIZED (
    SELECT count(*), glue_export_terraform(iif(@secrets = 'decrypt', glue_decrypt(request), request),
                                           iif(@secrets = 'sealed', 'sealed', NULL),
                                           iif(@import_blocks = 'no', 'no-import', NULL))
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
.parameter unset @import_blocks
