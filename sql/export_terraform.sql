-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as a Terraform configuration in JSON,
-- with an import block for each, so that `terraform plan` takes over what is already there.
--
--   sqlite> .parameter set @out connections.tf.json
--   sqlite> .read sql/export_terraform.sql
--
-- A resource has the name of its connection, with _ for blanks and dots, where that makes an identifier
-- that no other has, else connection_N.
--
-- Secrets go out as references to sensitive variables: PASSWORD, and credentials as a secret_arn unless
-- the connection has one.
--   .parameter set @secrets decrypt   in clear, in a file of mode 0600. They pass through temporary
--                                     tables: see sql/import.sql
--   .parameter unset @secrets         as references again
--
-- What Terraform's provider has no argument for (spark and python properties, validation) stands in a
-- comment, "//", from where sql/import.sql takes it back. The provider cannot import a name with a
-- colon: there is no import block for it.
--
--   .parameter set @import_blocks no  leaves the import blocks out, for connections that are yet to be made
--
-- References that an import has put into words, such as ${Ref:Name}, and {{resolve:...}} go out as the
-- texts that they are.
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

DROP TABLE IF EXISTS temp.glue_export_resources;
DROP TABLE IF EXISTS temp.glue_export_names;
DROP TABLE IF EXISTS temp.glue_export_nodes;
DROP VIEW IF EXISTS temp.glue_export_evaluation;

CREATE TEMP TABLE glue_export_resources(label TEXT, name TEXT, catalog_id TEXT, request TEXT);
INSERT INTO glue_export_resources
  SELECT iif(label GLOB '[A-Za-z_]*' AND label NOT GLOB '*[^A-Za-z0-9_-]*' AND label NOT GLOB 'connection_[0-9]*'
               AND count(*) OVER (PARTITION BY label) = 1, label, 'connection_' || number),
         name, catalog_id, request
    FROM (SELECT rowid AS number, replace(replace(name, ' ', '_'), '.', '_') AS label, name, catalog_id,
                 iif(@secrets = 'decrypt', glue_decrypt(request), request) AS request
            FROM connections);

-- Terraform's names of the members, and the members whose own members have other names.
CREATE TEMP TABLE glue_export_names(path TEXT, member TEXT, attribute TEXT, PRIMARY KEY(path, member)) WITHOUT ROWID;
INSERT INTO glue_export_names
  WITH
    block(name, path) AS (VALUES
      ('request', '$'),
      ('input', '$.ConnectionInput'),
      ('physical', '$.ConnectionInput.PhysicalConnectionRequirements'),
      ('authentication', '$.ConnectionInput.AuthenticationConfiguration'),
      ('basic', '$.ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials'),
      ('oauth2', '$.ConnectionInput.AuthenticationConfiguration.OAuth2Properties'),
      ('application', '$.ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2ClientApplication'),
      ('code', '$.ConnectionInput.AuthenticationConfiguration.OAuth2Properties.AuthorizationCodeProperties'),
      ('credentials', '$.ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials')),
    name(block, member, attribute) AS (VALUES
      ('request', 'CatalogId', 'catalog_id'),
      ('request', 'Tags', 'tags'),
      ('input', 'Name', 'name'),
      ('input', 'Description', 'description'),
      ('input', 'ConnectionType', 'connection_type'),
      ('input', 'MatchCriteria', 'match_criteria'),
      ('input', 'ConnectionProperties', 'connection_properties'),
      ('input', 'AthenaProperties', 'athena_properties'),
      ('input', 'SparkProperties', 'SparkProperties'),
      ('input', 'PythonProperties', 'PythonProperties'),
      ('input', 'ValidateCredentials', 'ValidateCredentials'),
      ('input', 'ValidateForComputeEnvironments', 'ValidateForComputeEnvironments'),
      ('input', 'PhysicalConnectionRequirements', 'physical_connection_requirements'),
      ('physical', 'SubnetId', 'subnet_id'),
      ('physical', 'SecurityGroupIdList', 'security_group_id_list'),
      ('physical', 'AvailabilityZone', 'availability_zone'),
      ('input', 'AuthenticationConfiguration', 'authentication_configuration'),
      ('authentication', 'AuthenticationType', 'authentication_type'),
      ('authentication', 'SecretArn', 'secret_arn'),
      ('authentication', 'EncryptedCredentials', 'secret_arn'),
      ('authentication', 'KmsKeyArn', 'kms_key_arn'),
      ('authentication', 'CustomAuthenticationCredentials', 'custom_authentication_credentials'),
      ('authentication', 'BasicAuthenticationCredentials', 'basic_authentication_credentials'),
      ('basic', 'Username', 'username'),
      ('basic', 'Password', 'password'),
      ('authentication', 'OAuth2Properties', 'oauth2_properties'),
      ('oauth2', 'OAuth2GrantType', 'oauth2_grant_type'),
      ('oauth2', 'TokenUrl', 'token_url'),
      ('oauth2', 'TokenUrlParametersMap', 'token_url_parameters_map'),
      ('oauth2', 'OAuth2ClientApplication', 'oauth2_client_application'),
      ('application', 'UserManagedClientApplicationClientId', 'user_managed_client_application_client_id'),
      ('application', 'AWSManagedClientApplicationReference', 'aws_managed_client_application_reference'),
      ('oauth2', 'AuthorizationCodeProperties', 'authorization_code_properties'),
      ('code', 'AuthorizationCode', 'authorization_code'),
      ('code', 'RedirectUri', 'redirect_uri'),
      ('oauth2', 'OAuth2Credentials', 'oauth2_credentials'),
      ('credentials', 'UserManagedClientApplicationClientSecret', 'user_managed_client_application_client_secret'),
      ('credentials', 'AccessToken', 'access_token'),
      ('credentials', 'RefreshToken', 'refresh_token'),
      ('credentials', 'JwtToken', 'jwt_token'))
  SELECT b.path, n.member, n.attribute FROM name n JOIN block b ON b.name = n.block;

-- Every value of every request. Those of ConnectionInput are the resource's own attributes. ${ and %{
-- are written twice where they stand for themselves; where one follows the other, $ and % are
-- interpolated, because $$${ is not what one would think.
CREATE TEMP TABLE glue_export_nodes(
  resource INTEGER, parent INTEGER, id INTEGER, key, kind TEXT, variable TEXT, json TEXT,
  PRIMARY KEY(resource, parent, id)) WITHOUT ROWID;
INSERT INTO glue_export_nodes
  SELECT resource, iif(path = '$.ConnectionInput', 0, parent), id, CASE
           WHEN attribute IS NOT NULL THEN attribute
           WHEN typeof(key) = 'integer' THEN key
           WHEN is_sealed THEN substr(key, 11) -- without ENCRYPTED_
           WHEN key GLOB '*[$%][$%]{*' THEN replace(replace(key, '$', '${"$"}'), '%', '${"%"}')
           ELSE replace(replace(key, '${', '$${'), '%{', '%%{') END,
         type, iif(is_sealed, coalesce(attribute, substr(key, 11)) || '_of_' || label, NULL), CASE
           WHEN type IN ('object', 'array') THEN NULL -- yet to be made
           WHEN type IN ('true', 'false') THEN type
           WHEN is_sealed THEN json_quote('${var.' || coalesce(attribute, substr(key, 11)) || '_of_' || label || '}')
           WHEN value GLOB '*[$%][$%]{*'
             THEN json_quote(replace(replace(value, '$', '${"$"}'), '%', '${"%"}'))
           ELSE json_quote(replace(replace(value, '${', '$${'), '%{', '%%{')) END
    FROM (
      SELECT r.rowid AS resource, r.label, replace(t.path, '"', '') AS path, coalesce(t.parent, -1) AS parent,
             t.id, t.key, t.type, t.value, n.attribute,
             t.value GLOB 'glue-connections:*' AND
               (t.key GLOB 'ENCRYPTED_*' OR (t.key = 'EncryptedCredentials' AND n.attribute IS NOT NULL))
               AS is_sealed
        FROM glue_export_resources r, json_tree(r.request) t
        LEFT JOIN glue_export_names n ON n.path = replace(t.path, '"', '') AND n.member = t.key
        WHERE t.fullkey <> '$.ConnectionInput'
          AND NOT (t.key = 'EncryptedCredentials' AND n.attribute IS NOT NULL AND
                   r.request -> '$.ConnectionInput.AuthenticationConfiguration.SecretArn' IS NOT NULL));

-- Lists and objects are made of what is in them, from the inside outwards.
CREATE TEMP VIEW glue_export_evaluation AS SELECT resource, parent, id, kind FROM glue_export_nodes;
CREATE TEMP TRIGGER glue_export_structure INSTEAD OF INSERT ON glue_export_evaluation BEGIN
  UPDATE glue_export_nodes SET json = (
      SELECT iif(new.kind = 'array', json_group_array(json(json)), json_group_object(key, json(json)))
        FROM glue_export_nodes c WHERE c.resource = new.resource AND c.parent = new.id)
    WHERE resource = new.resource AND parent = new.parent AND id = new.id;
END;
INSERT INTO glue_export_evaluation
  SELECT resource, parent, id, kind FROM glue_export_nodes WHERE kind IN ('object', 'array') ORDER BY resource, id DESC;

-- ---- the document -------------------------------------------------------------------------------

SELECT CASE
    WHEN @out IS NULL THEN 'no file is named: .parameter set @out NAME'
    WHEN @secrets <> 'decrypt' THEN '@secrets is not decrypt: secrets go out as references'
    ELSE 'the file is in UTF-16, as the database is' END AS warning
  FROM pragma_encoding WHERE @out IS NULL OR @secrets <> 'decrypt' OR encoding <> 'UTF-8';

WITH
  resource(label, name, json, comment) AS MATERIALIZED (
    SELECT r.label, r.name,
           json_remove(n.json, '$.SparkProperties', '$.PythonProperties', '$.ValidateCredentials',
                       '$.ValidateForComputeEnvironments'),
           nullif(json_patch('{}', json_object(
             'SparkProperties', n.json -> '$.SparkProperties',
             'PythonProperties', n.json -> '$.PythonProperties',
             'ValidateCredentials', n.json -> '$.ValidateCredentials',
             'ValidateForComputeEnvironments', n.json -> '$.ValidateForComputeEnvironments')), '{}')
      FROM glue_export_resources r JOIN glue_export_nodes n ON n.resource = r.rowid AND n.parent = -1 AND n.json <> ''
      ORDER BY r.name, r.catalog_id),
  document(connections, text) AS MATERIALIZED (
    SELECT count(*), '{' || coalesce('"variable": {' || char(10) ||
        (SELECT group_concat(json_quote(variable) || ': {"type": "string", "sensitive": true}', ',' || char(10))
           FROM glue_export_nodes WHERE variable IS NOT NULL) || '},' || char(10), '') ||
        iif(@import_blocks IS 'no', '', '"import": [' || char(10) || coalesce(group_concat(
          json_object('to', 'aws_glue_connection.' || label,
                      'id', (json ->> '$.catalog_id') || ':' || (json ->> '$.name')),
          ',' || char(10)) FILTER (WHERE instr(name, ':') = 0), '') || '],' || char(10)) ||
        '"resource": {"aws_glue_connection": {' || char(10) || coalesce(group_concat(
          json_quote(label) || ': ' || iif(comment IS NULL, json, json_set(json, '$."//"', json(comment))),
          ',' || char(10)), '') || '}}}' || char(10)
      FROM resource)
-- A file with secrets is its owner's alone (mode 0600) before the first of them is in it. It is read
-- back: a disk that is full is no error to writefile().
SELECT connections, CASE -- one after the other
    WHEN writefile(@out, '', iif(@secrets IS NULL OR @out GLOB '/dev/*', 0, 33152)) <> 0 THEN NULL
    WHEN writefile(@out, text, 0) IS NULL THEN NULL
    WHEN readfile(@out) IS CAST(text AS BLOB) THEN length(CAST(text AS BLOB))
    ELSE 'could not write ' || @out END AS bytes
  FROM document -- of all of them: a statement that failed above has left some out
  WHERE @out IS NOT NULL AND connections = (SELECT count(*) FROM connections);

DROP VIEW glue_export_evaluation;
DROP TABLE glue_export_nodes;
DROP TABLE glue_export_names;
DROP TABLE glue_export_resources;
