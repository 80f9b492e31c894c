-- sql/import.sql: what the AWS CLI prints and takes.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/import') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
.headers on

.print '--- get-connections, twice: what is there already stays as it is'
.parameter set @file tests/data/aws/get-connections.json
.read sql/import.sql
.read sql/import.sql
SELECT connection FROM connections WHERE name = 'salesforce';
SELECT name, status, creation_time, last_updated_time, last_updated_by, description FROM connections ORDER BY name;
SELECT glue_decrypt(request) FROM connections WHERE name IN ('legacy CRM', 'encrypted by the service') ORDER BY name;

.print '--- pages, one after the other, and the answer of get-connection; one is there already'
.parameter set @file tests/data/aws/get-connections-pages.json
.read sql/import.sql
SELECT place, name, outcome FROM temp.import_documents;

.print '--- requests, as an array: what is refused is listed, the rest is kept'
.parameter set @file tests/data/aws/requests.json
.read sql/import.sql
SELECT place, name, outcome FROM temp.import_documents;
SELECT document, severity, path, rule FROM temp.import_findings;
SELECT name, catalog_id, tags FROM connections WHERE name IN ('one', 'a bare ConnectionInput') ORDER BY 1, 2;

.print '--- requests, on lines, with a byte order mark and CR LF'
.parameter set @file tests/data/aws/requests-crlf.jsonl
.read sql/import.sql
SELECT place, name, outcome FROM temp.import_documents;
SELECT name, description FROM connections WHERE name GLOB '*quoted*';

.print '--- a single request'
.parameter set @file tests/data/aws/create-connection.json
.read sql/import.sql
SELECT glue_decrypt(request) AS request FROM connections WHERE name = 'a single request';

.print '--- into another catalog'
.parameter set @catalog_id 012345678901
.parameter set @file tests/data/aws/get-connections.json
.read sql/import.sql
.parameter set @catalog_id "'shared catalog'"
.parameter set @file tests/data/aws/requests.json
.read sql/import.sql
SELECT catalog_id, count(*), min(creation_time) < '2020' AS history FROM connections GROUP BY 1;
