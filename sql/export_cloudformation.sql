-- Writes the connections of the table `connections` into a file: as a CloudFormation template in JSON.
--
--   sqlite> .parameter set @file template.json
--   sqlite> .read sql/export_cloudformation.sql
--
-- A resource has the name of its connection without - _ . and blanks where that makes a logical ID
-- that no other has, else ConnectionN.
--
-- Secrets go out as references to parameters of the template (NoEcho): PASSWORD, and credentials as a
-- SecretArn unless the connection has one.
--   .parameter set @secrets decrypt   in clear; nobody but its owner can read the file
--   .parameter unset @secrets         as references again
--
-- CloudFormation takes up to 500 resources and 200 parameters in a template. It resolves
-- {{resolve:...}}, wherever it stands, and takes a map for a function whose only key is Ref or Fn::...:
-- such a map goes out as the text of its JSON.
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

SELECT CASE
    WHEN @file IS NULL THEN 'no file is named: .parameter set @file NAME'
    WHEN @secrets <> 'decrypt' THEN '@secrets is not decrypt: secrets go out as references'
    ELSE 'the file is in UTF-16, as the database is' END AS warning
  FROM pragma_encoding WHERE @file IS NULL OR @secrets <> 'decrypt' OR encoding <> 'UTF-8';

WITH
  plain(number, id, request, properties, credentials) AS (
    SELECT rowid, replace(replace(replace(replace(name, '-', ''), '_', ''), '.', ''), ' ', ''),
           iif(@secrets = 'decrypt', glue_decrypt(request), request),
           iif(@secrets = 'decrypt', NULL, connection_properties),
           iif(@secrets = 'decrypt', NULL, credentials)
      FROM connections),
  labelled(id, request, properties, credentials) AS MATERIALIZED (
    SELECT iif(id <> '' AND id NOT GLOB '*[^A-Za-z0-9]*' AND id NOT GLOB 'Connection[0-9]*'
                 AND id NOT GLOB 'Secret*' AND count(*) OVER (PARTITION BY id) = 1,
               id, 'Connection' || number),
           -- maps that look like functions
           iif(instr(request, '{"Ref":') = 0 AND instr(request, '{"Fn::') = 0, request, json_patch(request,
             json_object(
               'ConnectionInput', json((
                 SELECT json_group_object(m.key, m.value || '') FROM json_each(request, '$.ConnectionInput') m
                   WHERE m.type = 'object' AND (SELECT count(*) = 1 AND max(key = 'Ref' OR key GLOB 'Fn::*')
                                                  FROM json_each(m.value)))),
               'Tags', iif((SELECT count(*) = 1 AND max(key = 'Ref' OR key GLOB 'Fn::*')
                              FROM json_each(request, '$.Tags')), request ->> '$.Tags', json(request -> '$.Tags'))))),
           properties, iif(request -> '$.ConnectionInput.AuthenticationConfiguration.SecretArn' IS NULL, credentials, '')
      FROM plain ORDER BY 1),
  parameter(name) AS (
    SELECT 'Secret' || l.id || replace(substr(e.key, 11), '_', '') -- without ENCRYPTED_
      FROM labelled l, json_each(l.properties) e
      WHERE e.key GLOB 'ENCRYPTED_*' AND e.value GLOB 'glue-connections:*'
    UNION ALL
    SELECT 'Secret' || id || 'SecretArn' FROM labelled WHERE credentials <> ''),
  resource(id, properties) AS (
    SELECT id, CASE WHEN properties IS NULL OR instr(request, 'glue-connections:') = 0 THEN request ELSE json_set(
        CASE
          WHEN credentials IS NULL THEN request
          WHEN credentials = '' THEN json_remove(
            request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials')
          ELSE json_set(
            json_remove(request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials'),
            '$.ConnectionInput.AuthenticationConfiguration.SecretArn',
            json_object('Ref', 'Secret' || id || 'SecretArn')) END,
        '$.ConnectionInput.ConnectionProperties', json((
          SELECT json_group_object(iif(sealed, substr(key, 11), key), json(iif(sealed,
                     json_object('Ref', 'Secret' || id || replace(substr(key, 11), '_', '')), json_quote(value))))
            FROM (SELECT key, value, key GLOB 'ENCRYPTED_*' AND value GLOB 'glue-connections:*' AS sealed
                    FROM json_each(properties))))) END
      FROM labelled),
  document(connections, text) AS (
    SELECT count(*), '{"AWSTemplateFormatVersion": "2010-09-09",' || char(10) || coalesce(
        '"Parameters": {' || char(10) ||
        (SELECT group_concat(json_quote(name) || ': {"Type": "String", "NoEcho": true}', ',' || char(10))
           FROM parameter) || '},' || char(10), '') ||
        '"Resources": {' || char(10) || coalesce(group_concat(
          json_quote(id) || ': {"Type": "AWS::Glue::Connection", "Properties": ' || properties || '}',
          ',' || char(10)), '') || '}}' || char(10)
      FROM resource)
SELECT connections, CASE @secrets
    WHEN 'decrypt' THEN writefile(@file, text, 33152) -- mode 0600
    ELSE writefile(@file, text) END AS bytes
  FROM document WHERE @file IS NOT NULL;
