-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as `aws glue get-connections` prints
-- them, with their times and their status.
--
--   sqlite> .parameter set @out connections.json
--   sqlite> .read sql/export_get_connections.sql
--
-- So that an import loses nothing, what GetConnections leaves out stands with each connection: its
-- CatalogId, its Tags, ValidateCredentials and ValidateForComputeEnvironments.
--
-- Secrets go out as placeholders: PASSWORD as ${secret:PASSWORD}. Credentials do not go out at all, as
-- with the service.
--   .parameter set @secrets decrypt   in clear, with credentials, in a file of mode 0600
--   .parameter set @secrets sealed    as they are, but no credentials, for an import into the same catalog
--                                     with the same keyring; mode 0600 too
--   .parameter unset @secrets         as placeholders again
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

SELECT CASE
    WHEN @out IS NULL THEN 'no file is named: .parameter set @out NAME'
    WHEN @secrets NOT IN ('decrypt', 'sealed') THEN '@secrets is not decrypt or sealed: secrets go out as placeholders'
    ELSE 'the file is in UTF-16, as the database is' END AS warning
  FROM pragma_encoding WHERE @out IS NULL OR @secrets NOT IN ('decrypt', 'sealed') OR encoding <> 'UTF-8';

WITH
  plain(connection, request, properties) AS (
    SELECT connection, iif(@secrets = 'decrypt', glue_decrypt(request), request),
           iif(@secrets IN ('decrypt', 'sealed'), NULL, (
             SELECT json_group_object(iif(sealed, substr(key, 11), key), -- without ENCRYPTED_
                                      iif(sealed, '${secret:' || substr(key, 11) || '}', value))
               FROM (SELECT key, value, key GLOB 'ENCRYPTED_*' AND value GLOB 'glue-connections:*' AS sealed
                       FROM json_each(connection_properties))))
      FROM connections ORDER BY name, catalog_id),
  export(connection) AS (
    SELECT json_patch(
        json_set(connection, '$.ConnectionProperties',
                 json(coalesce(properties, request -> '$.ConnectionInput.ConnectionProperties'))),
        json_object(
          'AuthenticationConfiguration', json(iif(@secrets = 'decrypt',
            request -> '$.ConnectionInput.AuthenticationConfiguration',
            connection -> '$.AuthenticationConfiguration')),
          'ValidateCredentials', request -> '$.ConnectionInput.ValidateCredentials',
          'ValidateForComputeEnvironments', request -> '$.ConnectionInput.ValidateForComputeEnvironments',
          'CatalogId', request -> '$.CatalogId',
          'Tags', request -> '$.Tags'))
      FROM plain),
  document(connections, text) AS MATERIALIZED (
    SELECT count(*), '{"ConnectionList": [' || char(10) ||
           coalesce(group_concat(connection, ',' || char(10)) || char(10), '') || ']}' || char(10)
      FROM export)
-- A file with secrets is its owner's alone (mode 0600) before the first of them is in it. It is read
-- back: a disk that is full is no error to writefile().
SELECT connections, CASE -- one after the other
    WHEN writefile(@out, '', iif(@secrets IS NULL OR @out GLOB '/dev/*', 0, 33152)) <> 0 THEN NULL
    WHEN writefile(@out, text, 0) IS NULL THEN NULL
    WHEN readfile(@out) IS CAST(text AS BLOB) THEN length(CAST(text AS BLOB))
    ELSE 'could not write ' || @out END AS bytes
  FROM document WHERE @out IS NOT NULL;
