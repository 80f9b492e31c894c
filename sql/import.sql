-- SPDX-License-Identifier: MIT
-- Reads connections from a file into the table `connections`.
--
--   sqlite> .parameter set @file connections.json
--   sqlite> .read sql/import.sql
--
-- What the file holds is found out from its content:
--   - the output of `aws glue get-connections` or get-connection, one page or many; creation times,
--     status and who updated a connection are kept
--   - requests, as for `aws glue create-connection --cli-input-json`
--   - a CloudFormation, SAM or CDK-synthesized template in JSON, or the output of
--     `aws cloudformation get-template`: every AWS::Glue::Connection
--   - Terraform: `terraform show -json` of a state or a plan, a state file (version 4), or a .tf.json
--     configuration: every aws_glue_connection, those of modules included
-- One JSON document, an array of them, JSON Lines, or documents one after the other, each beginning
-- on a line of its own; with or without a byte order mark.
--
-- All rows are written by one statement. What is already there (of that name in that catalog) stays as
-- it is, what is refused is listed with its findings, the rest is kept. The last line counts: read,
-- created, already there, refused. A full quota or a secret that cannot be sealed is an error, and then
-- nothing is kept. The details remain until the next import:
--   temp.import_documents  document (a number), place (where it stands in the file), name, catalog_id,
--                          outcome (created, already there, refused)
--   temp.import_findings   document, severity, path, rule, message, as glue_lint has them: of what is
--                          refused, all; else errors (a lenient table takes them), and the references
--                          that were in it, because those in credentials are sealed with them
--
-- Parameters:
--   @file        its name; one that is not a plain word in quotes: "'my file.json'"
--   @catalog_id  the catalog they go into; without it, the one that the file names, or the table's account
--
-- A table of another name: a view and a trigger of the name `connections` lead to it (TEMP ones hide
-- a table of that name as long as the shell runs):
--   CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory;
--   CREATE TEMP TRIGGER connections_insert INSTEAD OF INSERT ON connections
--     BEGIN INSERT INTO inventory(request) VALUES(new.request); END;
-- The trigger writes nothing else: from what it changes, created is told from refused. Through a view
-- the account of the table cannot be seen: a request that names no catalog is already there if any
-- catalog has its name, and refused if the view does not show the one that is there.
--
-- References in a template cannot be resolved here. Where a string is needed they become
-- placeholders, which glue_lint reports: Ref, Fn::GetAtt and Fn::Sub become ${Ref:Name} and
-- ${Ref:Name.Attribute}, other functions ${Function:arguments}, and what a Terraform plan does not
-- know yet ${unknown:attribute}. {{resolve:...}} stays as it is, and so does Terraform's ${...}. Of
-- the structures that Fn::If chooses from, the first is taken. A connection without a name is named
-- ${Ref:LogicalId}, which is what CloudFormation makes of it. CatalogId ${AWS::AccountId} is the
-- table's account.
--
-- Limits: the file is a regular one, in the encoding of the database, UTF-8. Templates in YAML have to be
-- converted to JSON first. Fn::ForEach is not expanded. A stack's tags are no part of its template,
-- but a member Tags beside Resources is given to every connection. What is sealed opens only in its own
-- catalog: with another @catalog_id it is refused. Terraform's state does not tell
-- an absent text or list from an empty one: empty ones are left out. Secrets in clear pass through
-- SQLite's temporary tables, which are gone with the shell; `PRAGMA temp_store = memory` before anything
-- else keeps them off the disk.

DROP TABLE IF EXISTS temp.import_documents;
DROP TABLE IF EXISTS temp.import_findings;
DROP TABLE IF EXISTS temp.glue_import_source;
DROP TABLE IF EXISTS temp.glue_import_files;
DROP TABLE IF EXISTS temp.glue_import_resources;
DROP TABLE IF EXISTS temp.glue_import_nodes;
DROP VIEW IF EXISTS temp.glue_import_evaluation;
DROP TABLE IF EXISTS temp.glue_import_unknown;
DROP TABLE IF EXISTS temp.glue_import_names;
DROP TABLE IF EXISTS temp.glue_import_members;
DROP TABLE IF EXISTS temp.glue_import_requests;
DROP TABLE IF EXISTS temp.glue_import_account;
DROP VIEW IF EXISTS temp.glue_import_requested;
DROP TABLE IF EXISTS temp.glue_import_counts;

-- ---- the documents of the file ------------------------------------------------------------------

-- A folder or a pipe is an error here, and leaves no row. The catalog has lost its leading zeros where
-- it is a number.
CREATE TEMP TABLE glue_import_source(content BLOB, catalog_id TEXT);
INSERT INTO glue_import_source
  SELECT readfile(@file), iif(typeof(@catalog_id) = 'integer', printf('%012d', @catalog_id), @catalog_id);

CREATE TEMP TABLE glue_import_files(file INTEGER PRIMARY KEY, place TEXT, kind TEXT, tags TEXT, body TEXT);

-- In JSON no string goes beyond the end of a line, and a "{" or "[" never follows a "}" or "]": there
-- one document ends and the next begins. json_quote() writes the end of a line as \n and char(1) as
-- \u0001: that one can stand for a backslash in between.
INSERT INTO glue_import_files(place, body)
  WITH RECURSIVE
    file(text) AS MATERIALIZED (
      SELECT ltrim(replace(CAST(content AS TEXT), char(13, 10), char(10)), char(0xFEFF)) FROM glue_import_source),
    line(number, text) AS MATERIALIZED (
      SELECT key + 1, trim(value, char(9, 13, 32))
        FROM file, json_each(CASE WHEN json_valid(text) THEN '[]' ELSE '[' ||
          replace(replace(replace(json_quote(text), '\\', char(1)), '\n', '","'), char(1), '\\') || ']' END)
        WHERE trim(value, char(9, 13, 32)) <> ''),
    joined(text) AS MATERIALIZED (
      SELECT '[' || replace(replace(replace(replace(group_concat(text, char(10)), '}' || char(10) || '{', '},{'),
          ']' || char(10) || '[', '],['), '}' || char(10) || '[', '},['), ']' || char(10) || '{', '],{') || ']'
        FROM line),
    form(name) AS MATERIALIZED (
      SELECT CASE
          WHEN json_valid(file.text) THEN 'document'
          WHEN json_valid(joined.text) THEN 'documents'
          WHEN EXISTS (SELECT 1 FROM line WHERE json_valid(text) AND text LIKE '{%') THEN 'lines'
          ELSE 'broken' END
        FROM file, joined),
    document(place, body) AS (
      SELECT '', text FROM file, form
        WHERE name IN ('document', 'broken') AND trim(text, char(9, 10, 13, 32)) <> ''
      UNION ALL
      SELECT '#' || (key + 1), iif(type = 'null', 'null', value)
        FROM form, joined, json_each(joined.text) WHERE name = 'documents'
      UNION ALL
      SELECT 'line ' || number, text FROM form, line WHERE name = 'lines'
      UNION ALL -- what is in an array, or in an array in it
      SELECT trim(d.place || ' [' || e.key || ']'), iif(e.type = 'null', 'null', e.value)
        FROM document d,
             json_each(CASE WHEN json_valid(d.body) THEN iif(json_type(d.body) = 'array', d.body, NULL) END) e)
  SELECT place, body FROM document WHERE CASE WHEN json_valid(body) THEN json_type(body) <> 'array' ELSE 1 END;

UPDATE glue_import_files SET kind = CASE
  WHEN NOT json_valid(body) THEN 'request'
  WHEN json_type(body, '$.ConnectionList') = 'array' THEN 'connections'
  WHEN json_type(body, '$.Resources') = 'object' THEN 'template'
  WHEN json_type(body, '$.TemplateBody.Resources') = 'object' THEN 'stack'
  WHEN json_type(body, '$.resource') = 'object' THEN 'configuration'
  WHEN json_type(body, '$.format_version') = 'text' THEN 'terraform'
  WHEN json_type(body, '$.terraform_version') = 'text' THEN 'terraform'
  ELSE 'request' END;
UPDATE glue_import_files SET kind = 'template', body = body -> '$.TemplateBody' WHERE kind = 'stack';
UPDATE glue_import_files SET tags = body -> '$.Tags' WHERE kind = 'template';

-- ---- requests and connections, as they are ------------------------------------------------------

CREATE TEMP TABLE glue_import_requests(place TEXT, request TEXT, fault TEXT);

-- What sql/export_get_connections.sql adds to a connection stands beside it in a request.
INSERT INTO glue_import_requests(place, request)
  SELECT place, request FROM (
    SELECT file, 0 AS position, place, body AS request FROM glue_import_files WHERE kind = 'request'
    UNION ALL
    SELECT f.file, c.key, trim(f.place || ' ConnectionList[' || c.key || ']'), CASE
        WHEN json_type(c.value, '$.Tags') IS NULL AND json_type(c.value, '$.CatalogId') IS NULL THEN c.value
        ELSE json_patch('{}', json_object('CatalogId', c.value -> '$.CatalogId', 'Tags', c.value -> '$.Tags',
               'Connection', json(json_remove(c.value, '$.CatalogId', '$.Tags')))) END
      FROM glue_import_files f, json_each(f.body, '$.ConnectionList') c
      WHERE f.kind = 'connections')
    ORDER BY file, position;

-- ---- CloudFormation -----------------------------------------------------------------------------

CREATE TEMP TABLE glue_import_resources(place TEXT, kind TEXT, id TEXT, body TEXT, tags TEXT);
INSERT INTO glue_import_resources(place, id, body, tags)
  SELECT trim(f.place || ' Resources.' || r.key), r.key, coalesce(r.value -> '$.Properties', '{}'), f.tags
    FROM glue_import_files f, json_each(f.body, '$.Resources') r
    WHERE f.kind = 'template' AND r.type = 'object' AND r.value ->> '$.Type' = 'AWS::Glue::Connection';

-- Every value in them. Scalars become strings, and a single string becomes a list, where the API
-- wants them so: as CloudFormation does it. A map may be given as the text of its JSON.
CREATE TEMP TABLE glue_import_nodes(
  resource INTEGER, parent INTEGER, id INTEGER, key, kind TEXT, json TEXT,
  PRIMARY KEY(resource, parent, id)) WITHOUT ROWID;
INSERT INTO glue_import_nodes
  SELECT r.rowid, coalesce(t.parent, -1), t.id, t.key,
         CASE WHEN t.type IN ('object', 'array') THEN t.type ELSE 'value' END,
         CASE
           WHEN t.key = 'ValidateCredentials' AND t.type IN ('true', 'false') THEN t.type
           WHEN t.key = 'ValidateCredentials' AND lower(t.value) IN ('true', 'false') THEN lower(t.value)
           WHEN ((t.path = '$.ConnectionInput' AND t.key GLOB '*Properties') OR t.fullkey IN ('$.Tags',
               '$.ConnectionInput.AuthenticationConfiguration.CustomAuthenticationCredentials',
               '$.ConnectionInput.AuthenticationConfiguration.OAuth2Properties.TokenUrlParametersMap'))
             AND t.value GLOB '{*}' AND json_valid(t.value) THEN json(t.value)
           WHEN t.type IN ('true', 'false') THEN json_quote(t.type)
           ELSE json_quote(CAST(t.value AS TEXT)) END
    FROM glue_import_resources r, json_tree(r.body) t WHERE t.type <> 'null';

-- A function is an object with this one member.
UPDATE glue_import_nodes SET kind = f.key
  FROM glue_import_nodes f
  WHERE glue_import_nodes.kind = 'object' AND f.resource = glue_import_nodes.resource
    AND f.parent = glue_import_nodes.id AND (f.key = 'Ref' OR f.key GLOB 'Fn::*')
    AND 1 = (SELECT count(*) FROM glue_import_nodes c
               WHERE c.resource = glue_import_nodes.resource AND c.parent = glue_import_nodes.id);

-- Lists, objects and functions are made of what is in them, from the inside outwards. What a function
-- becomes is a string, a structure (Fn::If), or nothing (AWS::NoValue).
CREATE TEMP VIEW glue_import_evaluation AS SELECT resource, parent, id, kind FROM glue_import_nodes;
CREATE TEMP TRIGGER glue_import_structure INSTEAD OF INSERT ON glue_import_evaluation
  WHEN new.kind IN ('object', 'array') BEGIN
  UPDATE glue_import_nodes SET json = (
      SELECT CASE new.kind WHEN 'array' THEN json_group_array(json(json))
          ELSE json_group_object(key, json(CASE
            WHEN key IN ('SecurityGroupIdList', 'MatchCriteria', 'ValidateForComputeEnvironments')
              AND json GLOB '"*' THEN '[' || json || ']'
            ELSE json END)) END
        FROM glue_import_nodes c WHERE c.resource = new.resource AND c.parent = new.id AND json IS NOT NULL)
    WHERE resource = new.resource AND parent = new.parent AND id = new.id;
END;
CREATE TEMP TRIGGER glue_import_function INSTEAD OF INSERT ON glue_import_evaluation
  WHEN new.kind NOT IN ('object', 'array') BEGIN
  UPDATE glue_import_nodes SET json = (
      SELECT CASE
          WHEN new.kind = 'Ref' AND c.json = '"AWS::NoValue"' THEN NULL
          WHEN new.kind = 'Ref' THEN json_quote('${Ref:' || (c.json ->> '$') || '}')
          WHEN new.kind = 'Fn::If' AND json_type(c.json, '$[1]') IN ('object', 'array') THEN c.json -> '$[1]'
          WHEN new.kind = 'Fn::If' AND json_type(c.json, '$[2]') IN ('object', 'array') THEN c.json -> '$[2]'
          WHEN new.kind = 'Fn::Join' AND json_type(c.json, '$[1]') = 'array' THEN json_quote(coalesce(
            (SELECT group_concat(value, c.json ->> '$[0]') FROM json_each(c.json, '$[1]')), ''))
          WHEN new.kind = 'Fn::Sub' THEN json_quote((
            WITH RECURSIVE substitution(id, text) AS (
              SELECT -1, replace(replace(coalesce(c.json ->> '$[0]', c.json ->> '$'), '${', '${Ref:'), '${Ref:!', '${')
              UNION ALL
              SELECT v.id, replace(s.text, '${Ref:' || v.key || '}', v.value)
                FROM substitution s, json_each(c.json, '$[1]') v
                WHERE v.id = (SELECT min(id) FROM json_each(c.json, '$[1]') WHERE id > s.id))
            SELECT text FROM substitution ORDER BY id DESC LIMIT 1))
          ELSE json_quote('${' || replace(replace(new.kind, 'Fn::GetAtt', 'Ref'), 'Fn::', '') || ':' ||
            coalesce((SELECT group_concat(value, CASE new.kind WHEN 'Fn::GetAtt' THEN '.' ELSE ',' END)
                        FROM json_each(c.json)), '') || '}') END
        FROM glue_import_nodes c WHERE c.resource = new.resource AND c.parent = new.id)
    WHERE resource = new.resource AND parent = new.parent AND id = new.id;
END;
INSERT INTO glue_import_evaluation
  SELECT resource, parent, id, kind FROM glue_import_nodes WHERE kind <> 'value' ORDER BY resource, id DESC;

INSERT INTO glue_import_requests(place, request)
  SELECT r.place, json_patch('{}', json_object(
      'CatalogId', nullif(n.json ->> '$.CatalogId', '${Ref:AWS::AccountId}'),
      'ConnectionInput', json_set(coalesce(n.json -> '$.ConnectionInput', '{}'),
        '$.Name', coalesce(n.json ->> '$.ConnectionInput.Name', '${Ref:' || r.id || '}')),
      'Tags', json(coalesce(n.json -> '$.Tags', r.tags))))
    FROM glue_import_resources r JOIN glue_import_nodes n ON n.resource = r.rowid AND n.parent = -1
    ORDER BY r.rowid;

DROP VIEW glue_import_evaluation;
DROP TABLE glue_import_nodes;

-- ---- Terraform ----------------------------------------------------------------------------------

DELETE FROM glue_import_resources;

-- Modules lie in modules.
INSERT INTO glue_import_files(place, kind, body)
  WITH RECURSIVE module(place, body) AS (
    SELECT place, coalesce(body -> '$.planned_values', body -> '$.values') -> '$.root_module'
      FROM glue_import_files WHERE kind = 'terraform'
    UNION ALL
    SELECT m.place, c.value FROM module m, json_each(m.body, '$.child_modules') c)
  SELECT place, 'module', body FROM module WHERE body IS NOT NULL;

-- The attributes of each resource. In a configuration ${ and %{ are written twice where they stand
-- for themselves, or as sql/export_terraform.sql has it where one follows the other.
INSERT INTO glue_import_resources(place, kind, body)
  SELECT trim(f.place || ' ' || (r.value ->> '$.address')), 'state', r.value -> '$.values'
    FROM glue_import_files f, json_each(f.body, '$.resources') r
    WHERE f.kind = 'module' AND r.value ->> '$.type' = 'aws_glue_connection'
  UNION ALL
  SELECT trim(f.place || ' ' || coalesce((r.value ->> '$.module') || '.', '') ||
           'aws_glue_connection.' || (r.value ->> '$.name') ||
           coalesce('[' || (i.value -> '$.index_key') || ']', '')), 'state', i.value -> '$.attributes'
    FROM glue_import_files f, json_each(f.body, '$.resources') r, json_each(r.value, '$.instances') i
    WHERE f.kind = 'terraform' AND r.value ->> '$.type' = 'aws_glue_connection'
  UNION ALL
  SELECT trim(f.place || ' aws_glue_connection.' || r.key), 'configuration',
         replace(replace(replace(replace(replace(replace(
           CASE r.type WHEN 'array' THEN r.value -> '$[0]' ELSE r.value END,
           '$${', char(1) || '{'), '%%{', char(2) || '{'),
           '${\"$\"}', char(1)), '${\"%\"}', char(2)), char(1), '$'), char(2), '%')
    FROM glue_import_files f, json_each(f.body, '$.resource.aws_glue_connection') r
    WHERE f.kind = 'configuration';

-- What a plan does not know yet. Where a whole map is unknown nothing can be said of it.
CREATE TEMP TABLE glue_import_unknown(place TEXT PRIMARY KEY, unknown TEXT) WITHOUT ROWID;
INSERT OR IGNORE INTO glue_import_unknown
  SELECT trim(f.place || ' ' || (r.value ->> '$.address')), r.value -> '$.change.after_unknown'
    FROM glue_import_files f, json_each(f.body, '$.resource_changes') r
    WHERE f.kind = 'terraform' AND r.value ->> '$.type' = 'aws_glue_connection';
UPDATE glue_import_resources SET body = (
    WITH RECURSIVE step(id, body) AS (
      SELECT -1, glue_import_resources.body
      UNION ALL
      SELECT t.id, json_set(s.body, t.fullkey, CASE
          WHEN t.key IN ('security_group_id_list', 'match_criteria')
            THEN json_array('${unknown:' || replace(replace(substr(t.fullkey, 3), '[0]', ''), '"', '') || '}')
          ELSE '${unknown:' || replace(replace(substr(t.fullkey, 3), '[0]', ''), '"', '') || '}' END)
        FROM step s, json_tree(c.unknown) t
        WHERE t.id = (SELECT min(id) FROM json_tree(c.unknown)
                        WHERE id > s.id AND type = 'true' AND NOT (path = '$' AND key IN (
                          'arn', 'id', 'region', 'catalog_id', 'tags', 'tags_all',
                          'connection_properties', 'athena_properties'))))
    SELECT body FROM step ORDER BY id DESC LIMIT 1)
  FROM glue_import_unknown c WHERE c.place = glue_import_resources.place;
DROP TABLE glue_import_unknown;

-- The API's names of attributes and blocks.
CREATE TEMP TABLE glue_import_names(attribute TEXT PRIMARY KEY, member TEXT, is_block INTEGER) WITHOUT ROWID;
INSERT INTO glue_import_names(is_block, attribute, member) VALUES
  (0, 'name', 'Name'),
  (0, 'description', 'Description'),
  (0, 'connection_type', 'ConnectionType'),
  (0, 'match_criteria', 'MatchCriteria'),
  (0, 'connection_properties', 'ConnectionProperties'),
  (0, 'athena_properties', 'AthenaProperties'),
  (1, 'physical_connection_requirements', 'PhysicalConnectionRequirements'),
  (0, 'subnet_id', 'SubnetId'),
  (0, 'security_group_id_list', 'SecurityGroupIdList'),
  (0, 'availability_zone', 'AvailabilityZone'),
  (1, 'authentication_configuration', 'AuthenticationConfiguration'),
  (0, 'authentication_type', 'AuthenticationType'),
  (0, 'secret_arn', 'SecretArn'),
  (0, 'kms_key_arn', 'KmsKeyArn'),
  (0, 'custom_authentication_credentials', 'CustomAuthenticationCredentials'),
  (1, 'basic_authentication_credentials', 'BasicAuthenticationCredentials'),
  (0, 'username', 'Username'),
  (0, 'password', 'Password'),
  (1, 'oauth2_properties', 'OAuth2Properties'),
  (0, 'oauth2_grant_type', 'OAuth2GrantType'),
  (0, 'token_url', 'TokenUrl'),
  (0, 'token_url_parameters_map', 'TokenUrlParametersMap'),
  (1, 'oauth2_client_application', 'OAuth2ClientApplication'),
  (0, 'user_managed_client_application_client_id', 'UserManagedClientApplicationClientId'),
  (0, 'aws_managed_client_application_reference', 'AWSManagedClientApplicationReference'),
  (1, 'authorization_code_properties', 'AuthorizationCodeProperties'),
  (0, 'authorization_code', 'AuthorizationCode'),
  (0, 'redirect_uri', 'RedirectUri'),
  (1, 'oauth2_credentials', 'OAuth2Credentials'),
  (0, 'user_managed_client_application_client_secret', 'UserManagedClientApplicationClientSecret'),
  (0, 'access_token', 'AccessToken'),
  (0, 'refresh_token', 'RefreshToken'),
  (0, 'jwt_token', 'JwtToken');

-- All that is given, each with where it stands. A block is an object, or a list of one. In a state
-- nothing and "", [] or {} are the same.
CREATE TEMP TABLE glue_import_members(
  resource INTEGER, block TEXT, position INTEGER, attribute TEXT, member TEXT, is_block INTEGER, json TEXT,
  PRIMARY KEY(resource, block, position)) WITHOUT ROWID;
INSERT INTO glue_import_members
  SELECT r.rowid, replace(t.path, '[0]', ''), t.id, replace(t.fullkey, '[0]', ''), n.member, n.is_block,
         r.body -> t.fullkey
    FROM glue_import_resources r, json_tree(r.body) t JOIN glue_import_names n ON n.attribute = t.key
    WHERE t.type <> 'null' AND NOT (n.is_block AND t.value = '[]')
      AND NOT (r.kind = 'state' AND r.body -> t.fullkey IN ('""', '[]', '{}'));

-- Blocks lie in blocks, three deep: first the innermost get their contents.
UPDATE glue_import_members AS m SET json = coalesce((
    SELECT json_group_object(c.member, json(c.json)) FROM glue_import_members c
      WHERE c.resource = m.resource AND c.block = m.attribute), '{}')
  WHERE m.is_block AND m.block GLOB '$.*.*';
UPDATE glue_import_members AS m SET json = coalesce((
    SELECT json_group_object(c.member, json(c.json)) FROM glue_import_members c
      WHERE c.resource = m.resource AND c.block = m.attribute), '{}')
  WHERE m.is_block AND m.block GLOB '$.*' AND m.block NOT GLOB '$.*.*';
UPDATE glue_import_members AS m SET json = coalesce((
    SELECT json_group_object(c.member, json(c.json)) FROM glue_import_members c
      WHERE c.resource = m.resource AND c.block = m.attribute), '{}')
  WHERE m.is_block AND m.block = '$';

-- What the provider has no argument for stands in the comment "//" that sql/export_terraform.sql
-- writes. A state's tags_all has the provider's tags as well.
INSERT INTO glue_import_requests(place, request)
  SELECT r.place, json_patch('{"ConnectionInput":{"ConnectionType":"JDBC","ConnectionProperties":{}}}',
      json_object(
        'CatalogId', r.body -> '$.catalog_id',
        'Tags', json(coalesce(nullif(r.body -> '$.tags_all', 'null'), r.body -> '$.tags')),
        'ConnectionInput', json_patch(
          CASE json_type(r.body, '$."//"') WHEN 'object' THEN r.body -> '$."//"' ELSE '{}' END,
          coalesce((SELECT json_group_object(m.member, json(m.json)) FROM glue_import_members m
                      WHERE m.resource = r.rowid AND m.block = '$'), '{}'))))
    FROM glue_import_resources r ORDER BY r.rowid;

-- Where the API wants an ARN, a placeholder becomes one.
UPDATE glue_import_requests SET request = json_replace(request,
    '$.ConnectionInput.AuthenticationConfiguration.SecretArn', iif(
      request ->> '$.ConnectionInput.AuthenticationConfiguration.SecretArn' GLOB '${*', 'arn:aws:secretsmanager:', '')
      || (request ->> '$.ConnectionInput.AuthenticationConfiguration.SecretArn'),
    '$.ConnectionInput.AuthenticationConfiguration.KmsKeyArn', iif(
      request ->> '$.ConnectionInput.AuthenticationConfiguration.KmsKeyArn' GLOB '${*', 'arn:aws:kms:', '')
      || (request ->> '$.ConnectionInput.AuthenticationConfiguration.KmsKeyArn'))
  WHERE request LIKE '%Arn":"${%' AND json_valid(request);

DROP TABLE glue_import_members;
DROP TABLE glue_import_names;
DROP TABLE glue_import_resources;
DROP TABLE glue_import_files;

-- ---- the table ----------------------------------------------------------------------------------

-- All go into @catalog_id, but for what cannot be opened there.
UPDATE glue_import_requests
  SET fault = 'What is sealed opens only in the catalog that it was sealed for; export it with @secrets decrypt'
  FROM glue_import_source s
  WHERE s.catalog_id IS NOT NULL AND CASE WHEN json_valid(request) THEN
    request ->> '$.CatalogId' IS NOT s.catalog_id AND EXISTS (
      SELECT 1 FROM json_tree(request) t
        WHERE t.value GLOB 'glue-connections:*' AND (t.key GLOB 'ENCRYPTED_*' OR t.key = 'EncryptedCredentials')) END;
UPDATE glue_import_requests SET request = json_set(
    CASE WHEN json_type(request, '$.ConnectionInput') IS NULL AND json_type(request, '$.Connection') IS NULL
         THEN json_object('Connection', json(request)) ELSE request END,
    '$.CatalogId', s.catalog_id)
  FROM glue_import_source s
  WHERE s.catalog_id IS NOT NULL AND CASE WHEN json_valid(request) THEN json_type(request) = 'object' END;

CREATE TEMP TABLE import_documents(
  document INTEGER PRIMARY KEY, place TEXT, name TEXT, catalog_id TEXT, outcome TEXT,
  changes INTEGER -- total_changes() before it
);
CREATE TEMP TABLE import_findings(document INTEGER, severity TEXT, path TEXT, rule TEXT, message TEXT);

-- Where nothing else says so, a request goes into the account with which the table was made.
CREATE TEMP TABLE glue_import_account AS
  SELECT iif(instr(sql, 'account_id') = 0, '000000000000',
             substr(ltrim(substr(sql, instr(sql, 'account_id') + 10), ' ="''' || char(9, 10, 13)), 1, 12)) AS id
    FROM main.sqlite_schema
    WHERE name = 'connections' AND type = 'table'
      AND NOT EXISTS (SELECT 1 FROM temp.sqlite_schema WHERE name = 'connections');

-- INSERT INTO glue_import_requested writes one request into the table, and what became of it. What is
-- created changes something; the row of import_documents is one change itself.
CREATE TEMP VIEW glue_import_requested(place, request, fault) AS SELECT NULL, NULL, NULL WHERE 0;
CREATE TEMP TRIGGER glue_import_request INSTEAD OF INSERT ON glue_import_requested BEGIN
  INSERT INTO import_documents(place, name, catalog_id, changes) VALUES(
    new.place,
    CASE WHEN json_valid(new.request) THEN coalesce(new.request ->> '$.ConnectionInput.Name',
      new.request ->> '$.Connection.Name', new.request ->> '$.Name') END,
    coalesce(CASE WHEN json_valid(new.request) THEN new.request ->> '$.CatalogId' END,
             (SELECT id FROM glue_import_account)),
    total_changes());
  INSERT OR IGNORE INTO connections(request) SELECT new.request WHERE new.fault IS NULL;
  UPDATE import_documents SET outcome = CASE
      WHEN total_changes() > changes + 1 THEN 'created'
      WHEN EXISTS (SELECT 1 FROM connections c WHERE c.name = import_documents.name
                     AND c.catalog_id = coalesce(import_documents.catalog_id, c.catalog_id)) THEN 'already there'
      ELSE 'refused' END
    WHERE document = (SELECT max(document) FROM import_documents);
  INSERT INTO import_findings
    SELECT d.document, f.severity, f.path, f.rule, f.message
      FROM import_documents d, glue_lint(new.request) f
      WHERE d.document = (SELECT max(document) FROM import_documents)
        AND (d.outcome = 'refused' OR f.severity = 'error' OR f.rule = 'unresolved-reference');
  INSERT INTO import_findings
    SELECT document, 'error', 'catalogId', 'sealed-elsewhere', new.fault
      FROM import_documents WHERE new.fault IS NOT NULL ORDER BY document DESC LIMIT 1;
END;

INSERT INTO glue_import_requested SELECT place, request, fault FROM glue_import_requests ORDER BY rowid;

DROP VIEW glue_import_requested;

-- ---- what happened ------------------------------------------------------------------------------

CREATE TEMP TABLE glue_import_counts AS
  SELECT (SELECT count(*) FROM glue_import_requests) AS read,
         count(*) FILTER (WHERE outcome = 'created') AS created,
         count(*) FILTER (WHERE outcome = 'already there') AS "already there",
         count(*) FILTER (WHERE outcome = 'refused') AS refused
    FROM import_documents;

SELECT CASE
    WHEN @file IS NULL THEN 'no file is named: .parameter set @file NAME'
    WHEN s.rowid IS NULL THEN 'not a regular file: ' || @file
    WHEN s.content IS NULL THEN 'no file that can be read: ' || @file
    WHEN read > created + "already there" + refused THEN 'nothing is imported'
    WHEN encoding <> 'UTF-8' THEN 'the database is in UTF-16: the file must be, too'
    ELSE 'not in UTF-8, but in UTF-16: ' || @file END AS error
  FROM pragma_encoding JOIN glue_import_counts LEFT JOIN glue_import_source s
  WHERE s.content IS NULL OR read > created + "already there" + refused
     OR ((encoding <> 'UTF-8' OR hex(substr(s.content, 1, 2)) IN ('FFFE', 'FEFF')) AND created + "already there" = 0);
SELECT d.place, d.name, f.rule,
       CASE WHEN length(f.message) > 300 THEN substr(f.message, 1, 220) || ' … ' || substr(f.message, -60)
            ELSE coalesce(f.message, 'Nothing is wrong with it: the view connections may not show one of this name')
       END AS refused
  FROM import_documents d LEFT JOIN import_findings f ON f.document = d.document
    AND f.severity = (SELECT min(severity) FROM import_findings s WHERE s.document = d.document)
  WHERE d.outcome = 'refused'
  ORDER BY d.document, f.rowid;
SELECT count(DISTINCT document) || ' created with unresolved references: temp.import_findings' AS warning
  FROM import_documents JOIN import_findings USING(document)
  WHERE outcome = 'created' AND rule = 'unresolved-reference'
  GROUP BY outcome;
SELECT c.* FROM glue_import_counts c, glue_import_source s
  WHERE s.content IS NOT NULL AND read = created + "already there" + refused;

DROP TABLE glue_import_counts;
DROP TABLE glue_import_account;
DROP TABLE glue_import_requests;
DROP TABLE glue_import_source;
