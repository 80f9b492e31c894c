-- glue_requests(): what the API takes and answers, in every wrapping. The place begins with the line.
.load dist/glue_connections
.mode list
.headers off
CREATE TEMP TABLE documents(document);
CREATE TEMP VIEW rows AS
  SELECT place, kind, name, catalog_id, region, request, problem FROM documents, glue_requests(document);

.print --- get-connections, and get-connection with what boto3 has beside it
INSERT INTO documents VALUES('{
  "ConnectionList": [
    {"Name": "a", "ConnectionType": "JDBC"},
    {
      "Name": "b \u00e9 \"q\"",
      "ConnectionType" : "KAFKA", "New": {"x": [1.50, null, true]}
    }
  ]
}'), ('{"Connection": {"Name": "c", "ConnectionType": "JDBC"}, "ResponseMetadata": {"HTTPStatusCode": 200}}');
SELECT * FROM rows;
.print --- account, region and tags beside the members of a connection, and beside the connection
DELETE FROM documents;
INSERT INTO documents VALUES
  ('{"ConnectionList": [{"CatalogId": "123456789012", "Name": "a", "Region": "eu-west-1", "ConnectionType": "JDBC", "Tags": {"o": "x"}}, {"Tags": {}}, 5]}'),
  ('{"CatalogId": "123456789012", "Region": "eu-west-1", "Connection": {"Name": "c", "ConnectionType": "JDBC"}, "Tags": {}}');
SELECT * FROM rows;
.print --- requests, and connections alone
DELETE FROM documents;
INSERT INTO documents VALUES
  ('{"CatalogId": "123456789012", "ConnectionInput": {"Name": "a", "ConnectionType": "JDBC", "ConnectionProperties": {}}, "Tags": {"o": "x"}}'),
  ('{"Name": "b", "ConnectionType": "JDBC", "ConnectionProperties": {}}'),
  ('{"Name": "c", "ConnectionType": "JDBC", "CreationTime": 1.0}'),
  ('{"CreationTime": 1.0, "ConnectionInput": {"Name": "d", "ConnectionType": "JDBC"}}'),
  ('{"ConnectionInput": null}'), ('{"ConnectionProperties": {}}');
SELECT * FROM rows;

.print --- arrays, arrays in arrays, documents one after the other, on lines, after a record separator
DELETE FROM documents;
INSERT INTO documents VALUES
  ('[{"Name":"a","ConnectionType":"X"},
    [ [{"Name":"b","ConnectionType":"X"}], {"ConnectionList":[{"Name":"c"}]}]]'),
  ('{"Name":"d","ConnectionType":"X"}
[{"Name":"e","ConnectionType":"X"}]{"Name":"f","ConnectionType":"X"}

  {
    "Name":"g","ConnectionType":"X"
  }'),
  (char(30) || '{"Name":"h","ConnectionType":"X"}' || char(10, 30) || '{"Name":"i","ConnectionType":"X"}' || char(10));
SELECT place, kind, name, problem FROM rows;

.print --- UTF-8 with a byte order mark, UTF-16 of both kinds, CRLF; text and BLOB are the same
CREATE TEMP TABLE encodings(document);
INSERT INTO encodings VALUES
  (x'EFBBBF' || CAST('{"Name":"é😀","ConnectionType":"X"}' AS BLOB)), (char(0xFEFF) || '{"Name":"é😀","ConnectionType":"X"}'),
  (CAST('{"Name":"é😀","ConnectionType":"X"}' AS BLOB)),
  (x'FFFE7B0022004E0061006D00650022003A002200E9003DD800DE22002C00220043006F006E006E0065006300740069006F006E00540079007000650022003A002200580022007D00'),
  (x'FEFF007B0022004E0061006D00650022003A002200E9D83DDE000022002C00220043006F006E006E0065006300740069006F006E00540079007000650022003A002200580022007D'),
  ('{' || char(13, 10) || '"Name":"é😀",' || char(13, 10) || '"ConnectionType":"X"}' || char(13, 10));
SELECT typeof(document), place, name, request, problem FROM encodings, glue_requests(document);
.print -- half a pair of surrogates, half a character at the end, half a pair there
SELECT name, problem FROM glue_requests(x'FFFE7B0022004E0061006D00650022003A0022003DD822002C00220043006F006E006E0065006300740069006F006E00540079007000650022003A002200580022007D0020');
SELECT name, problem FROM glue_requests(x'FFFE7B0022004E0061006D00650022003A0022006100220020007D003DD8');

.print --- pages: complete where the last one has no NextToken
SELECT place, name, problem FROM glue_requests('{"NextToken":"t","ConnectionList":[{"Name":"a"}]}
{"ConnectionList":[{"Name":"b"}]}');
SELECT place, name, problem FROM glue_requests('[{"ConnectionList":[{"Name":"a"}]},
{"ConnectionList":[{"Name":"b"}],
 "NextToken":"t"}]');
SELECT place, name, problem FROM glue_requests('{"ConnectionList":[],"NextToken":"t"}');
.print -- these are none
SELECT place, name, problem FROM glue_requests('{"NextToken":null,"ConnectionList":[{"Name":"a"}]}');
SELECT count(*) FROM glue_requests('{"ConnectionList":[]}');

.print --- what is no JSON is told, and the lines after it are read
SELECT place, kind, name, problem FROM glue_requests('{"Name":"a","ConnectionType":"X"}
{"Name":"b","ConnectionType":"X"
{"Name":"c","ConnectionType":"X"}
   {"Name":"d",}
   {"Name":"e","ConnectionType":"X"}
An error, and more of it: {}
{"Name":"f","ConnectionType":"X"} }
{"Name":"g","ConnectionType":"X"}
{"Name":"h');
.print -- in a document of many lines, an indented brace is within it
SELECT place, name, problem FROM glue_requests('{"ConnectionList": [
    {"Name": "a"
    {"Name": "b"}
]}
{"ConnectionList": [{"Name": "c"}]}');
.print -- and what is deeper than 64 levels, no UTF-8, or has U+0000
SELECT problem FROM glue_requests(replace(hex(zeroblob(50)), '00', '[[') || replace(hex(zeroblob(50)), '00', ']]'));
SELECT problem FROM glue_requests(x'7B2261223A22FF227D');
SELECT problem FROM glue_requests('{"Name":"a\u0000b","ConnectionType":"X"}');

.print --- nothing is asked, nothing is answered
SELECT count(*) FROM glue_requests(NULL);
SELECT * FROM glue_requests;
SELECT * FROM glue_requests('{}', '[]');
SELECT * FROM glue_requests('{}', '{"a":{"b":1}}');
SELECT * FROM glue_requests('{}', '{"a":[["b"]]}');
SELECT * FROM glue_requests('{}', '{"a":1} 5');
SELECT count(*) FROM glue_requests('{"ConnectionList":[]}', NULL);
SELECT count(*) FROM glue_requests('{"ConnectionList":[]}', ' {"a":[1,null,"x"],"b":true} ');
.print --- as a table among others: the argument may be read again, but no long one
SELECT length(r.argument), r.parameters_argument FROM glue_requests('{"Name":"a","ConnectionType":"X"}', '{}') r;
SELECT r.argument FROM glue_requests(printf('{"Name":"a","ConnectionType":"X"}%1000001c', ' ')) r;
WITH d(document) AS (VALUES('{"Name":"a","ConnectionType":"X"}'), (NULL), ('[]'))
  SELECT d.document IS NULL, r.name, (SELECT count(*) FROM glue_requests(document)) FROM d LEFT JOIN glue_requests(d.document) r;
.print --- requests are JSON to other functions
SELECT json_object('r', request) FROM glue_requests('{"Name":"a","ConnectionType":"X"}');
