-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as a CloudFormation template in JSON.
--
--   sqlite> .parameter set @out template.json
--   sqlite> .read sql/export_cloudformation.sql
--
-- A resource has the name of its connection without - _ . and blanks where that makes a logical ID
-- that no other has, else ConnectionN.
--
-- Secrets go out as references to parameters of the template (NoEcho): PASSWORD, and credentials as a
-- SecretArn unless the connection has one.
--   .parameter set @secrets decrypt   in clear, in a file of mode 0600. They pass through temporary
--                                     tables: see sql/import.sql
--   .parameter unset @secrets         as references again
--
-- References that an import has put into words are references again: ${Ref:Name} goes out as Ref, or in
-- Fn::Sub; the template needs what they name. Other functions (${Select:0,...}) stay texts. CloudFormation
-- resolves {{resolve:...}} wherever it stands. It takes a map for a function whose only key is Ref or
-- Fn::...: such a map goes out as the text of its JSON.
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

DROP TABLE IF EXISTS temp.glue_export_resources;
DROP TABLE IF EXISTS temp.glue_export_nodes;
DROP VIEW IF EXISTS temp.glue_export_evaluation;

CREATE TEMP TABLE glue_export_resources(id TEXT, request TEXT);
INSERT INTO glue_export_resources
  SELECT iif(id <> '' AND length(id) < 200 AND id NOT GLOB '*[^A-Za-z0-9]*' AND id NOT GLOB 'Connection[0-9]*'
               AND id NOT GLOB 'Secret*' AND count(*) OVER (PARTITION BY id) = 1,
             id, 'Connection' || number), request
    FROM (SELECT rowid AS number, replace(replace(replace(replace(name, '-', ''), '_', ''), '.', ''), ' ', '') AS id,
                 iif(@secrets = 'decrypt', glue_decrypt(request), request) AS request
            FROM connections)
    ORDER BY 1;

-- Every value of every request. A parameter has the name of the property first: no property has Of in
-- its name, so that no two parameters are the same. What an import has made an ARN of is a reference.
CREATE TEMP TABLE glue_export_nodes(
  resource INTEGER, parent INTEGER, id INTEGER, key, kind TEXT, parameter TEXT, json TEXT,
  PRIMARY KEY(resource, parent, id)) WITHOUT ROWID;
INSERT INTO glue_export_nodes
  SELECT resource, parent, id, iif(parameter IS NULL, key, secret), type, parameter, CASE
           WHEN type IN ('object', 'array') THEN NULL -- yet to be made
           WHEN type IN ('true', 'false') THEN type
           WHEN parameter IS NOT NULL THEN json_object('Ref', parameter)
           WHEN value GLOB '${Ref:*}' AND substr(value, 7) NOT GLOB '*[^A-Za-z0-9:]*?'
             THEN json_object('Ref', substr(value, 7, length(value) - 7))
           WHEN value GLOB '*${Ref:*'
             THEN json_object('Fn::Sub', replace(replace(value, '${', '${!'), '${!Ref:', '${'))
           ELSE json_quote(value) END
    FROM (
      SELECT *, iif(value GLOB 'glue-connections:*',
                    'Secret' || replace(replace(secret, '_', ''), 'Secret', '') || 'Of' || label, NULL) AS parameter
        FROM (
          SELECT r.rowid AS resource, r.id AS label, coalesce(t.parent, -1) AS parent, t.id, t.key, t.type, CASE
                   WHEN t.path = '$.ConnectionInput.AuthenticationConfiguration'
                     AND instr(t.value, '}') = length(t.value)
                     THEN replace(replace(t.value, 'arn:aws:secretsmanager:${Ref:', '${Ref:'),
                                  'arn:aws:kms:${Ref:', '${Ref:')
                   ELSE t.value END AS value, CASE t.path
                   WHEN '$.ConnectionInput.ConnectionProperties'
                     THEN iif(t.key GLOB 'ENCRYPTED_*', substr(t.key, 11), NULL)
                   WHEN '$.ConnectionInput.AuthenticationConfiguration'
                     THEN iif(t.key = 'EncryptedCredentials', 'SecretArn', NULL) END AS secret
            FROM glue_export_resources r, json_tree(r.request) t
            WHERE t.key IS NOT 'EncryptedCredentials' OR t.path <> '$.ConnectionInput.AuthenticationConfiguration'
               OR r.request -> '$.ConnectionInput.AuthenticationConfiguration.SecretArn' IS NULL));

-- Lists and objects are made of what is in them, from the inside outwards.
CREATE TEMP VIEW glue_export_evaluation AS SELECT resource, parent, id, kind FROM glue_export_nodes;
CREATE TEMP TRIGGER glue_export_structure INSTEAD OF INSERT ON glue_export_evaluation BEGIN
  UPDATE glue_export_nodes SET json = (
      SELECT CASE
          WHEN new.kind = 'array' THEN json_group_array(json(json))
          WHEN count(*) = 1 AND max(key = 'Ref' OR key GLOB 'Fn::*')
            THEN json_quote(json_group_object(key, json(json)) || '')
          ELSE json_group_object(key, json(json)) END
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
  FROM pragma_encoding WHERE @out IS NULL OR @secrets <> 'decrypt' OR encoding <> 'UTF-8'
UNION ALL
SELECT 'CloudFormation takes up to 500 resources in a template, and 200 parameters: these are ' ||
       resources || ' and ' || parameters
  FROM (SELECT count(*) AS resources FROM glue_export_resources),
       (SELECT count(parameter) AS parameters FROM glue_export_nodes)
  WHERE resources > 500 OR parameters > 200;

WITH
  document(connections, text) AS MATERIALIZED (
    SELECT count(*), '{"AWSTemplateFormatVersion": "2010-09-09",' || char(10) || coalesce(
        '"Parameters": {' || char(10) ||
        (SELECT group_concat(json_quote(parameter) || ': {"Type": "String", "NoEcho": true}', ',' || char(10))
           FROM glue_export_nodes WHERE parameter IS NOT NULL) || '},' || char(10), '') ||
        '"Resources": {' || char(10) || coalesce(group_concat(
          json_quote(r.id) || ': {"Type": "AWS::Glue::Connection", "Properties": ' || n.json || '}',
          ',' || char(10)), '') || '}}' || char(10)
      FROM glue_export_resources r JOIN glue_export_nodes n ON n.resource = r.rowid AND n.parent = -1 AND n.json <> '')
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
DROP TABLE glue_export_resources;
