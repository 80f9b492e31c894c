-- import.sql: reads connections from a file into the table `connections`.
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
-- All rows are written by one statement. What is already there stays as it is, what is refused is
-- listed with its findings, the rest is kept. The last line counts: read, created, already there,
-- refused. A full quota or a secret that cannot be sealed is an error, and then nothing is kept.
-- The details remain in temp.import_documents and temp.import_findings until the next import.
--
-- A table of another name: a view and a trigger of the name `connections` lead to it (TEMP ones hide
-- a table of that name as long as the shell runs):
--   CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection FROM inventory;
--   CREATE TEMP TRIGGER connections_insert INSTEAD OF INSERT ON connections
--     BEGIN INSERT INTO inventory(request) VALUES(new.request); END;
--
-- References in a template cannot be resolved here. Where a string is needed they become
-- placeholders, which glue_lint reports: Ref, Fn::GetAtt and Fn::Sub become ${Ref:Name} and
-- ${Ref:Name.Attribute}, other functions ${Function:arguments}, and what a Terraform plan does not
-- know yet ${unknown:attribute}. {{resolve:...}} stays as it is. Of the structures that Fn::If chooses
-- from, the first is taken. A connection without a name is named ${Ref:LogicalId}, which is what
-- CloudFormation makes of it. CatalogId ${AWS::AccountId} is the table's account.
--
-- Limits: the encoding of the file and of the database must be UTF-8. Templates in YAML have to be
-- converted to JSON first. A stack's tags are no part of its template, but a member Tags beside
-- Resources is given to every connection. Terraform's state does not tell an absent text or list from
-- an empty one: empty ones are left out.

DROP TABLE IF EXISTS temp.import_documents;
DROP TABLE IF EXISTS temp.import_findings;
DROP TABLE IF EXISTS temp.import_file;
DROP TABLE IF EXISTS temp.import_found;
DROP VIEW IF EXISTS temp.import_requests;

CREATE TEMP TABLE import_documents(
  document INTEGER PRIMARY KEY,
  place TEXT,   -- where it stands in the file
  name TEXT,
  outcome TEXT, -- created, already there, refused
  last_rowid    -- of the table, before this one
);
CREATE TEMP TABLE import_findings(document INTEGER, severity TEXT, path TEXT, rule TEXT, message TEXT);

-- ---- the documents of the file ------------------------------------------------------------------

CREATE TEMP TABLE import_file(document INTEGER PRIMARY KEY, place TEXT, kind TEXT, body TEXT);

-- In JSON no string goes beyond the end of a line, and a "{" never follows a "}": there one document
-- ends and the next begins. Lines are split at U+FDD0, a code point that no text holds.
INSERT INTO import_file(place, body)
  WITH
    file(text) AS MATERIALIZED (
      SELECT ltrim(replace(CAST(readfile(@file) AS TEXT), char(13, 10), char(10)), char(0xFEFF))),
    line(number, text) AS MATERIALIZED (
      SELECT key + 1, trim(value, char(9, 13, 32))
        FROM file, json_each(CASE WHEN json_valid(text) THEN '[]' ELSE '[' ||
          replace(json_quote(replace(text, char(10), char(0xFDD0))), char(0xFDD0), '","') || ']' END)
        WHERE trim(value, char(9, 13, 32)) <> ''),
    joined(text) AS MATERIALIZED (
      SELECT '[' || replace(group_concat(text, char(10)), char(125, 10, 123), '},{') || ']' FROM line),
    form(name) AS MATERIALIZED (
      SELECT CASE
          WHEN json_valid(file.text) THEN 'document'
          WHEN json_valid(joined.text) THEN 'documents'
          WHEN EXISTS (SELECT 1 FROM line WHERE json_valid(text) AND text LIKE '{%') THEN 'lines'
          ELSE 'broken' END
        FROM file, joined)
  SELECT '', text FROM file, form WHERE name IN ('document', 'broken') AND trim(text) <> ''
  UNION ALL
  SELECT '#' || (key + 1), value FROM form, joined, json_each(joined.text) WHERE name = 'documents'
  UNION ALL
  SELECT 'line ' || number, text FROM form, line WHERE name = 'lines';

INSERT INTO import_file(place, body)
  SELECT trim(f.place || ' [' || e.key || ']'), e.value
    FROM import_file f, json_each(CASE WHEN json_valid(f.body) THEN f.body ELSE '{}' END) e
    WHERE CASE WHEN json_valid(f.body) THEN json_type(f.body) END = 'array';
DELETE FROM import_file WHERE CASE WHEN json_valid(body) THEN json_type(body) END = 'array';

UPDATE import_file SET kind = CASE
  WHEN NOT json_valid(body) THEN 'request'
  WHEN json_type(body, '$.ConnectionList') = 'array' THEN 'connections'
  WHEN json_type(body, '$.Connection') = 'object' THEN 'connection'
  WHEN json_type(body, '$.Resources') = 'object' THEN 'template'
  WHEN json_type(body, '$.TemplateBody.Resources') = 'object' THEN 'stack'
  WHEN json_type(body, '$.resource') = 'object' THEN 'configuration'
  WHEN json_type(body, '$.format_version') = 'text' THEN 'terraform'
  WHEN json_type(body, '$.terraform_version') = 'text' THEN 'terraform'
  ELSE 'request' END;
UPDATE import_file SET kind = 'template', body = body -> '$.TemplateBody' WHERE kind = 'stack';

-- ---- the connections in them, as requests -------------------------------------------------------

CREATE TEMP TABLE import_found(document INTEGER, place TEXT, request TEXT);

INSERT INTO import_found
  SELECT document, place, body FROM import_file WHERE kind = 'request'
  UNION ALL
  SELECT document, place, body -> '$.Connection' FROM import_file WHERE kind = 'connection'
  UNION ALL
  SELECT document, trim(place || ' ConnectionList[' || key || ']'), value
    FROM import_file, json_each(body, '$.ConnectionList') WHERE kind = 'connections';

-- Templates. The intrinsic functions of a resource are replaced one after the other, the innermost
-- first: by a string, by a structure (Fn::If), or by nothing (AWS::NoValue).
INSERT INTO import_found
  WITH RECURSIVE
    resolved(document, id, step, body) AS (
      SELECT f.document, r.key, 0, coalesce(r.value -> '$.Properties', '{}')
        FROM import_file f, json_each(f.body, '$.Resources') r
        WHERE f.kind = 'template' AND r.type = 'object'
          AND r.value ->> '$.Type' = 'AWS::Glue::Connection'
      UNION ALL
      SELECT r.document, r.id, r.step + 1, CASE
          WHEN f.key = 'Ref' AND f.atom = 'AWS::NoValue' THEN json_remove(r.body, f.path)
          WHEN f.key = 'Fn::If' AND json_type(f.value, '$[1]') IN ('object', 'array')
            THEN json_set(r.body, f.path, json(f.value -> '$[1]'))
          WHEN f.key = 'Fn::If' AND json_type(f.value, '$[2]') IN ('object', 'array')
            THEN json_set(r.body, f.path, json(f.value -> '$[2]'))
          ELSE json_set(r.body, f.path, CASE
            WHEN f.key = 'Ref' THEN '${Ref:' || f.atom || '}'
            WHEN f.key = 'Fn::GetAtt' THEN '${Ref:' || coalesce(f.atom,
              (SELECT group_concat(value, '.') FROM json_each(f.value))) || '}'
            WHEN f.key = 'Fn::Join' AND json_type(f.value, '$[1]') = 'array' THEN coalesce(
              (SELECT group_concat(value, f.value ->> '$[0]') FROM json_each(f.value, '$[1]')), '')
            WHEN f.key = 'Fn::Sub' THEN (
              WITH RECURSIVE substitution(i, text) AS (
                SELECT 0, replace(replace(replace(coalesce(f.atom, f.value ->> '$[0]'),
                            '${!', char(1)), '${', '${Ref:'), char(1), '${')
                UNION ALL
                SELECT i + 1, replace(text, '${Ref:' || v.key || '}', v.value)
                  FROM substitution, (SELECT row_number() OVER () AS number, key, value FROM
                    json_each(CASE f.type WHEN 'array' THEN f.value ELSE '{}' END, '$[1]')) v
                  WHERE v.number = i + 1)
              SELECT text FROM substitution ORDER BY i DESC LIMIT 1)
            ELSE '${' || substr(f.key, 5) || ':' || coalesce(f.atom,
              (SELECT group_concat(value, ',') FROM json_each(f.value)), '') || '}'
            END)
          END
        FROM resolved r, json_tree(r.body) f
        WHERE f.id = (SELECT max(t.id) FROM json_tree(r.body) t
                        WHERE (t.key = 'Ref' OR t.key GLOB 'Fn::*') AND instr(t.path, '\"') = 0
                          AND (SELECT count(*) FROM json_each(r.body, t.path)) = 1)),
    resource(document, id, step, body) AS MATERIALIZED (
      SELECT document, id, max(step), body FROM resolved GROUP BY document, id),
    -- Scalars become strings, and a single string becomes a list, where the API wants them so: as
    -- CloudFormation does it.
    member(document, id, name, body) AS (
      SELECT r.document, r.id, m.key, CASE
          WHEN m.key GLOB '*Properties' AND (m.type = 'object' OR json_valid(m.value)) THEN (
            SELECT json_group_object(p.key, json(CASE
                WHEN p.type IN ('true', 'false') THEN json_quote(p.type)
                WHEN p.type IN ('integer', 'real', 'text') THEN json_quote(CAST(p.value AS TEXT))
                ELSE coalesce(p.value, 'null') END))
              FROM json_each(m.value) p)
          WHEN m.key IN ('MatchCriteria', 'ValidateForComputeEnvironments') AND m.type = 'text'
            THEN json_array(m.value)
          WHEN m.key = 'ValidateCredentials' AND lower(m.value) IN ('true', 'false')
            THEN lower(m.value)
          WHEN m.type = 'object' AND json_type(m.value, '$.SecurityGroupIdList') = 'text' THEN
            json_set(m.value, '$.SecurityGroupIdList', json_array(m.value ->> '$.SecurityGroupIdList'))
          WHEN m.type = 'text' THEN json_quote(m.value)
          WHEN m.type IN ('true', 'false') THEN m.type
          ELSE coalesce(m.value, 'null') END
        FROM resource r, json_each(r.body, '$.ConnectionInput') m
      UNION ALL
      SELECT document, id, 'Name', json_quote('${Ref:' || id || '}')
        FROM resource WHERE json_type(body, '$.ConnectionInput.Name') IS NULL)
  SELECT r.document, trim(f.place || ' Resources.' || r.id), json_patch('{}', json_object(
      'CatalogId', nullif(r.body ->> '$.CatalogId', '${Ref:AWS::AccountId}'),
      'ConnectionInput', json((SELECT json_group_object(m.name, json(m.body)) FROM member m
                                 WHERE m.document = r.document AND m.id = r.id)),
      'Tags', json(coalesce(r.body -> '$.Tags', f.body -> '$.Tags'))))
    FROM resource r JOIN import_file f ON f.document = r.document;

-- Terraform: the attributes of each resource are set into a request, one after the other. What a plan
-- does not know yet is told by its resource_changes.
INSERT INTO import_found
  WITH RECURSIVE
    module(document, place, body) AS (
      SELECT document, place, coalesce(body -> '$.planned_values', body -> '$.values') -> '$.root_module'
        FROM import_file WHERE kind = 'terraform'
      UNION ALL
      SELECT m.document, m.place, c.value FROM module m, json_each(m.body, '$.child_modules') c),
    change(document, address, unknown) AS MATERIALIZED (
      SELECT f.document, c.value ->> '$.address', c.value -> '$.change.after_unknown'
        FROM import_file f, json_each(f.body, '$.resource_changes') c
        WHERE f.kind = 'terraform' AND c.value ->> '$.type' = 'aws_glue_connection'),
    found(document, place, attributes, unknown, is_state) AS (
      SELECT m.document, trim(m.place || ' ' || (r.value ->> '$.address')), r.value -> '$.values',
             c.unknown, 1
        FROM module m JOIN json_each(m.body, '$.resources') r
        LEFT JOIN change c ON c.document = m.document AND c.address = r.value ->> '$.address'
        WHERE r.value ->> '$.type' = 'aws_glue_connection'
      UNION ALL
      SELECT f.document, trim(f.place || ' ' || coalesce((r.value ->> '$.module') || '.', '') ||
               'aws_glue_connection.' || (r.value ->> '$.name') ||
               coalesce('[' || (i.value -> '$.index_key') || ']', '')), i.value -> '$.attributes', NULL, 1
        FROM import_file f, json_each(f.body, '$.resources') r, json_each(r.value, '$.instances') i
        WHERE f.kind = 'terraform' AND r.value ->> '$.type' = 'aws_glue_connection'
      UNION ALL
      SELECT f.document, trim(f.place || ' aws_glue_connection.' || r.key),
             replace(replace(CASE r.type WHEN 'array' THEN r.value -> '$[0]' ELSE r.value END,
                             '$${', '${'), '%%{', '%{'), NULL, 0
        FROM import_file f, json_each(f.body, '$.resource.aws_glue_connection') r
        WHERE f.kind = 'configuration'),
    resource AS MATERIALIZED (SELECT row_number() OVER () AS number, * FROM found),
    attribute(path, kind, member) AS (VALUES
      ('catalog_id', 'text', 'CatalogId'),
      ('name', 'text', 'ConnectionInput.Name'),
      ('description', 'text', 'ConnectionInput.Description'),
      ('connection_type', 'text', 'ConnectionInput.ConnectionType'),
      ('match_criteria', 'list', 'ConnectionInput.MatchCriteria'),
      ('connection_properties', 'map', 'ConnectionInput.ConnectionProperties'),
      ('athena_properties', 'map', 'ConnectionInput.AthenaProperties'),
      ('physical_connection_requirements[0].subnet_id', 'text', 'ConnectionInput.PhysicalConnectionRequirements.SubnetId'),
      ('physical_connection_requirements[0].security_group_id_list', 'list', 'ConnectionInput.PhysicalConnectionRequirements.SecurityGroupIdList'),
      ('physical_connection_requirements[0].availability_zone', 'text', 'ConnectionInput.PhysicalConnectionRequirements.AvailabilityZone'),
      ('tags', 'map', 'Tags'),
      ('tags_all', 'map', 'Tags'),
      ('authentication_configuration[0].authentication_type', 'text',
       'ConnectionInput.AuthenticationConfiguration.AuthenticationType'),
      ('authentication_configuration[0].secret_arn', 'text',
       'ConnectionInput.AuthenticationConfiguration.SecretArn'),
      ('authentication_configuration[0].kms_key_arn', 'text',
       'ConnectionInput.AuthenticationConfiguration.KmsKeyArn'),
      ('authentication_configuration[0].basic_authentication_credentials[0].username', 'text',
       'ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Username'),
      ('authentication_configuration[0].basic_authentication_credentials[0].password', 'text',
       'ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Password'),
      ('authentication_configuration[0].custom_authentication_credentials', 'map',
       'ConnectionInput.AuthenticationConfiguration.CustomAuthenticationCredentials'),
      ('authentication_configuration[0].oauth2_properties[0].oauth2_grant_type', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2GrantType'),
      ('authentication_configuration[0].oauth2_properties[0].token_url', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.TokenUrl'),
      ('authentication_configuration[0].oauth2_properties[0].token_url_parameters_map', 'map',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.TokenUrlParametersMap'),
      ('authentication_configuration[0].oauth2_properties[0].oauth2_client_application[0].user_managed_client_application_client_id', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2ClientApplication.UserManagedClientApplicationClientId'),
      ('authentication_configuration[0].oauth2_properties[0].oauth2_client_application[0].aws_managed_client_application_reference', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2ClientApplication.AWSManagedClientApplicationReference'),
      ('authentication_configuration[0].oauth2_properties[0].authorization_code_properties[0].authorization_code', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.AuthorizationCodeProperties.AuthorizationCode'),
      ('authentication_configuration[0].oauth2_properties[0].authorization_code_properties[0].redirect_uri', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.AuthorizationCodeProperties.RedirectUri'),
      ('authentication_configuration[0].oauth2_properties[0].oauth2_credentials[0].user_managed_client_application_client_secret', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.UserManagedClientApplicationClientSecret'),
      ('authentication_configuration[0].oauth2_properties[0].oauth2_credentials[0].access_token', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.AccessToken'),
      ('authentication_configuration[0].oauth2_properties[0].oauth2_credentials[0].refresh_token', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.RefreshToken'),
      ('authentication_configuration[0].oauth2_properties[0].oauth2_credentials[0].jwt_token', 'text',
       'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.JwtToken')),
    -- What of it is there, as JSON, with a placeholder in the place of what is unknown.
    value(number, step, member, json) AS MATERIALIZED (
      SELECT number, row_number() OVER (PARTITION BY number), member, json FROM (
        SELECT number, member, is_state, CASE
            WHEN member = 'CatalogId' AND unknown = 'true' THEN NULL
            WHEN kind = 'text' AND unknown = 'true' THEN json_quote(placeholder)
            WHEN kind = 'list' AND unknown = 'true' THEN json_array(placeholder)
            WHEN kind = 'list' AND json_type(given) = 'array' THEN
              (SELECT json_group_array(coalesce(e.value, placeholder)) FROM json_each(given) e)
            WHEN kind = 'map' AND json_type(unknown) = 'object' THEN json_patch(coalesce(given, '{}'),
              (SELECT json_group_object(e.key, '${unknown:' || name || '.' || e.key || '}')
                 FROM json_each(unknown) e WHERE e.type = 'true'))
            ELSE given END AS json
          FROM (SELECT r.number, r.is_state, a.kind, a.member, replace(a.path, '[0]', '') AS name,
                       '${unknown:' || replace(a.path, '[0]', '') || '}' AS placeholder,
                       coalesce(r.attributes -> ('$.' || a.path),
                                r.attributes -> ('$.' || replace(a.path, '[0]', ''))) AS given,
                       coalesce(r.unknown -> ('$.' || a.path),
                                r.unknown -> ('$.' || replace(a.path, '[0]', ''))) AS unknown
                  FROM resource r, attribute a))
        WHERE json IS NOT NULL AND json <> 'null' AND NOT (is_state AND json IN ('""', '[]', '{}'))),
    request(number, step, json) AS (
      SELECT number, 0, '{"ConnectionInput":{"ConnectionType":"JDBC","ConnectionProperties":{}}}'
        FROM resource
      UNION ALL
      SELECT r.number, r.step + 1, json_set(r.json, '$.' || v.member, json(v.json))
        FROM request r JOIN value v ON v.number = r.number AND v.step = r.step + 1)
  SELECT r.document, r.place, q.json
    FROM resource r JOIN (SELECT number, max(step), json FROM request GROUP BY number) q
      ON q.number = r.number
    ORDER BY r.number;

-- Where the API wants an ARN, a placeholder becomes one.
WITH arn(path, prefix) AS (VALUES
  ('$.ConnectionInput.AuthenticationConfiguration.SecretArn', 'arn:aws:secretsmanager:'),
  ('$.ConnectionInput.AuthenticationConfiguration.KmsKeyArn', 'arn:aws:kms:'))
UPDATE import_found SET request = json_set(request, a.path, a.prefix || (request ->> a.path))
  FROM arn a JOIN import_file f
  WHERE f.document = import_found.document AND f.kind IN ('template', 'terraform', 'configuration')
    AND CASE WHEN json_valid(request) THEN request ->> a.path END GLOB '${*';

-- ---- the table ----------------------------------------------------------------------------------

-- What INSERT INTO import_requests does with one request.
CREATE TEMP VIEW import_requests(place, request) AS SELECT NULL, NULL WHERE 0;
CREATE TEMP TRIGGER import_request INSTEAD OF INSERT ON import_requests BEGIN
  INSERT INTO import_documents(place, name, last_rowid) VALUES(
    new.place,
    CASE WHEN json_valid(new.request) THEN
      coalesce(new.request ->> '$.ConnectionInput.Name', new.request ->> '$.Name') END,
    (SELECT rowid FROM connections ORDER BY rowid DESC LIMIT 1));
  INSERT OR IGNORE INTO connections(request) VALUES(new.request);
  UPDATE import_documents SET outcome = CASE
      WHEN (SELECT rowid FROM connections ORDER BY rowid DESC LIMIT 1) IS NOT last_rowid THEN 'created'
      WHEN EXISTS (SELECT 1 FROM glue_lint(new.request) WHERE severity = 'error') THEN 'refused'
      WHEN EXISTS (SELECT 1 FROM connections c WHERE c.name = import_documents.name
                     AND c.catalog_id = coalesce(new.request ->> '$.CatalogId', c.catalog_id))
        THEN 'already there'
      ELSE 'refused' END
    WHERE document = (SELECT max(document) FROM import_documents);
  INSERT INTO import_findings
    SELECT d.document, f.severity, f.path, f.rule, f.message
      FROM import_documents d, glue_lint(new.request) f
      WHERE d.document = (SELECT max(document) FROM import_documents) AND d.outcome = 'refused';
END;

INSERT INTO import_requests SELECT place, request FROM import_found ORDER BY document, rowid;

DROP VIEW import_requests;
DROP TABLE import_found;
DROP TABLE import_file;

-- ---- what happened ------------------------------------------------------------------------------

SELECT CASE WHEN @file IS NULL THEN 'no file is named: .parameter set @file NAME'
            WHEN readfile(@file) IS NULL THEN 'no such file: ' || @file
            ELSE 'not in UTF-8, but in UTF-16: ' || @file END AS error
  WHERE readfile(@file) IS NULL OR hex(substr(readfile(@file), 1, 2)) IN ('FFFE', 'FEFF');
SELECT d.place, d.name, f.rule,
       CASE WHEN length(f.message) > 300
            THEN substr(f.message, 1, 220) || ' … ' || substr(f.message, -60) ELSE f.message END AS refused
  FROM import_documents d LEFT JOIN import_findings f ON f.document = d.document
    AND f.severity = (SELECT min(severity) FROM import_findings s WHERE s.document = d.document)
  WHERE d.outcome = 'refused'
  ORDER BY d.document, f.rowid;
SELECT count(*) AS read,
       count(*) FILTER (WHERE outcome = 'created') AS created,
       count(*) FILTER (WHERE outcome = 'already there') AS "already there",
       count(*) FILTER (WHERE outcome = 'refused') AS refused
  FROM import_documents;
