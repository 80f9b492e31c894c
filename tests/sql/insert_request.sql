-- The hidden column `request` takes the whole connection in one JSON value, in three forms.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);

.print '--- a CreateConnection request, as of `aws glue create-connection --cli-input-json`'
INSERT INTO connections(request) VALUES('{
  "CatalogId": "999988887777",
  "ConnectionInput": {
    "Name": "request",
    "Description": "a CreateConnection request",
    "ConnectionType": "MYSQL",
    "MatchCriteria": ["one", "two"],
    "ConnectionProperties": {"HOST": "db", "PORT": "3306", "DATABASE": "orders"},
    "SparkProperties": {"fetchsize": "1000"},
    "AthenaProperties": {"spill_bucket": "b"},
    "PythonProperties": {"timeout": "10"},
    "PhysicalConnectionRequirements": {
      "SubnetId": "subnet-0abc", "SecurityGroupIdList": ["sg-0abc"], "AvailabilityZone": "eu-west-1a"},
    "AuthenticationConfiguration": {
      "AuthenticationType": "BASIC", "SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"},
    "ValidateCredentials": false,
    "ValidateForComputeEnvironments": ["SPARK", "ATHENA"]
  },
  "Tags": {"owner": "payments"}
}');

.print '--- a bare ConnectionInput'
INSERT INTO connections(request) VALUES('{
  "Name": "input",
  "ConnectionType": "KAFKA",
  "ConnectionProperties": {"KAFKA_BOOTSTRAP_SERVERS": "broker:9092"}
}');

.print '--- a Connection, as GetConnections returns it: its times, its status and who updated it stay'
INSERT INTO connections(request) VALUES('{
  "Name": "connection",
  "ConnectionType": "SALESFORCE",
  "ConnectionProperties": {"INSTANCE_URL": "https://example.my.salesforce.com"},
  "AuthenticationConfiguration": {"AuthenticationType": "OAUTH2"},
  "CreationTime": 1700000000.123,
  "LastUpdatedTime": "2023-11-15T00:00:00+01:00",
  "LastUpdatedBy": "user/ann",
  "Status": "FAILED",
  "StatusReason": "token exchange failed",
  "LastConnectionValidationTime": 1700000060,
  "ConnectionSchemaVersion": 2,
  "CompatibleComputeEnvironments": ["SPARK"]
}');

SELECT name, catalog_id, connection_type, status, status_reason, tags FROM connections;
SELECT creation_time, last_updated_time, last_updated_by, last_connection_validation_time
  FROM connections WHERE name = 'connection';

.print '--- what GetConnection answers; its catalog and its tags may stand beside it'
INSERT INTO connections(request) VALUES('{
  "CatalogId": "999988887777",
  "Connection": {"Name": "answer", "ConnectionType": "KAFKA", "ConnectionProperties": {"KAFKA_BOOTSTRAP_SERVERS": "b:1"},
    "ValidateCredentials": false, "CreationTime": 1700000000, "LastUpdatedBy": "user/ann"},
  "Tags": {"owner": "events"}
}');
SELECT catalog_id, tags, validate_credentials, creation_time, last_updated_by FROM connections WHERE name = 'answer';

.print '--- read back, it is the request that makes the connection again'
SELECT request FROM connections;

.print '--- a history without a creation time belongs to nobody: status and reason are set by CreateConnection'
INSERT INTO connections(request) VALUES('{"Name":"x","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"},
  "Status":"FAILED","StatusReason":"none"}');

.print '--- the request is the whole connection: any other column beside it would be a guess'
INSERT INTO connections(request, tags) VALUES('{"Name":"x","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}}', '{"env":"prod"}');
INSERT INTO connections(request, name) VALUES('{"ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}}', 'x');
INSERT INTO connections(request, name, description) VALUES('{"Name":"x","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}}', NULL, NULL);
SELECT name FROM connections WHERE name = 'x';

.print '--- it must be a JSON object'
INSERT INTO connections(request) VALUES('[]');
INSERT INTO connections(request) VALUES('"Name"');
INSERT INTO connections(request) VALUES('null');
INSERT INTO connections(request) VALUES(42);
INSERT INTO connections(request) VALUES(x'00ff');
INSERT INTO connections(request) VALUES('');
INSERT INTO connections(request) VALUES('{}');
INSERT INTO connections(request) VALUES('{"ConnectionInput":{}}');
INSERT INTO connections(request) VALUES('{"ConnectionInput":[]}');
INSERT INTO connections(request) VALUES('{"ConnectionInput":null}');
INSERT INTO connections(request) VALUES(NULL);

.print '--- the forms do not mix'
INSERT INTO connections(request) VALUES('{"ConnectionInput":{"Name":"y","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}},"Name":"y"}');
INSERT INTO connections(request) VALUES('{"ConnectionInput":{"Name":"y","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"},"Status":"READY"}}');
INSERT INTO connections(request) VALUES('{"Name":"y","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"},"Tags":{"env":"prod"}}');
INSERT INTO connections(request) VALUES('{"Connection":{"Name":"y","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}},"ConnectionInput":{}}');

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
