-- Exports and the comparison of what the service answered and this version does not know.
.load dist/glue_connections
CREATE TABLE a(answer);
INSERT INTO a VALUES('{"Name":"orders","ConnectionType":"TELEPATHY","DataMesh":{"D":[1,"x"]},
  "ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","NEW_KEY":"v"},
  "PhysicalConnectionRequirements":{"SubnetId":"subnet-0abc1234","VpcEndpointId":"v1"},
  "CreationTime":1700000000.123,"LastUpdatedTime":1700000001.000,"LastUpdatedBy":"user/ann","Status":"DEGRADED","CompatibleComputeEnvironments":["SPARK","QUANTUM"]}');
CREATE VIRTUAL TABLE t USING glue_connections;
INSERT INTO t(request) SELECT answer FROM a;

.print '--- what a request cannot hold comes back in the answer alone, or the document says that it is left out'
SELECT glue_export_connections(connection, request) FROM t;
SELECT glue_export_connections(answer, answer) FROM a;
SELECT glue_export_requests(request) FROM t;
SELECT glue_export_requests(answer) FROM a;
SELECT glue_export_cloudformation(answer) FROM a;
SELECT glue_export_terraform(answer) FROM a;
SELECT rule, pointer FROM a, glue_lint(a.answer, 'terraform');

.print '--- a file of answers, read again, is the same answers'
CREATE TABLE file AS SELECT glue_export_connections(connection, request) AS text FROM t;
CREATE VIRTUAL TABLE again USING glue_connections;
INSERT INTO again(request) SELECT r.request FROM file, glue_requests(file.text) r;
SELECT count(*), (SELECT connection FROM again) = (SELECT connection FROM t), (SELECT glue_export_connections(connection, request) FROM again) = text FROM file;

.print '--- and is compared'
SELECT d.* FROM t, again, glue_diff(t.connection, again.connection) d;
SELECT d.* FROM a, glue_diff(a.answer, json_set(a.answer, '$.DataMesh.D[1]', 'y', '$.PhysicalConnectionRequirements.VpcEndpointId', 'v2', '$.Status', 'READY')) d;

.print '--- numbers stay as they are written, in answers and in functions of a template'
CREATE VIRTUAL TABLE numbers USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO numbers(request) VALUES('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":1,"New":[9007199254740993,1.50,1e400,-0],"PhysicalConnectionRequirements":{"New":123456789012345678901}}');
SELECT glue_export_connections(connection, request) FROM numbers;
SELECT instr(r.request, '"New":[9007199254740993,1.50,1e400,-0]') > 0 FROM glue_requests((SELECT glue_export_connections(connection, request) FROM numbers)) r;
SELECT glue_export_cloudformation(request) FROM glue_requests('{"Resources":{"A":{"Type":"AWS::Glue::Connection","Properties":{"CatalogId":"123456789012","ConnectionInput":{
  "Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"a":9007199254740993,"b":1e400,"c":{"Fn::Select":[9007199254740993,{"Ref":"L"}]},"d":{"Fn::Select":[1.50,{"Ref":"L"}]}}}}}}}');
