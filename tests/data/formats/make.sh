#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes a file of the newest format, tests/data/formats/FORMAT.db, with the keyring that opens it:
#
#   tests/data/formats/make.sh       after `make`; SQLITE3 the shell
#
# There is one file for each format that a release has made. They are kept as they are: what a release
# has written must be read, written, upgraded and checked by every later one (tests/sql/formats_*.sql,
# tests/sh/test_new_column.sh). Until 1.0.0 the first may be made anew.
set -eu
cd "$(dirname "$0")/../../.."
top=$(pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ln -s "$top/dist" dist
GLUE_KEYRING=$work/keyring "${SQLITE3:-sqlite3}" -batch -bail -init /dev/null made.db <<'SQL' > format
.load dist/glue_connections
.output /dev/null
SELECT glue_create_key('arn:aws:kms:eu-west-1:111122223333:key/formats');
PRAGMA page_size = 1024;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=111122223333, region=eu-west-1, principal=user/ann);
-- every column that a request has; of two accounts and two regions; secrets of both kinds
INSERT INTO connections(name, connection_type, description, catalog_id, region, connection_properties, athena_properties,
    spark_properties, python_properties, match_criteria, physical_connection_requirements, validate_credentials,
    validate_for_compute_environments, tags) VALUES
  ('orders', 'JDBC', 'all orders, "quoted"', NULL, NULL,
   '{"JDBC_CONNECTION_URL":"jdbc:postgresql://db.internal:5432/orders","USERNAME":"app","PASSWORD":"s3cret"}',
   '{"a":"1"}', '{"s":"2"}', '{"p":"3"}', '["m","n"]',
   '{"SubnetId":"subnet-1","SecurityGroupIdList":["sg-1"],"AvailabilityZone":"eu-west-1a"}', 0, '["SPARK","ATHENA"]',
   '{"env":"prod","owner":"payments"}');
INSERT INTO connections(name, connection_type, connection_properties, catalog_id, region) VALUES
  ('orders', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:9092","KAFKA_SASL_PLAIN_PASSWORD":"el5ewhere"}', NULL, 'us-east-1'),
  ('orders', 'CUSTOM', '{}', '444455556666', NULL),
  ('orders', 'CUSTOM', '{}', '444455556666', 'cn-north-1'),
  ('東京 😀', 'CUSTOM', '{}', 'lake', NULL);
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration) VALUES
  ('crm', 'SALESFORCE', '{"INSTANCE_URL":"https://example.my.salesforce.com"}',
   '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2GrantType":"CLIENT_CREDENTIALS","TokenUrl":"https://login.example.com/token","OAuth2Credentials":{"UserManagedClientApplicationClientSecret":"t0p"}}}');
-- always at the same times: to give them to a statement would make copies of them
.dbconfig defensive off
UPDATE connections_data SET creation_time = 1000 * unixepoch(column2) + column3, last_updated_time = 1000 * unixepoch(column2) + column3
  FROM (VALUES (1, '2024-05-06 07:08:09', 123), (2, '2024-01-02', 0), (3, '2024-01-03', 0), (4, '2024-01-04', 0), (5, '2024-01-05', 0),
  (6, '2024-02-02', 0)) WHERE id = column1;
UPDATE connections SET status = 'FAILED', status_reason = 'invalid_client', last_connection_validation_time = '2024-02-03' WHERE name = 'crm';
UPDATE connections SET last_updated_time = '2024-02-04', last_updated_by = 'user/bob' WHERE name = 'crm';
-- as the service answers it
INSERT INTO connections(request) VALUES('{"CatalogId":"111122223333","Region":"eu-west-1","Connection":{"Name":"seen","ConnectionType":"CUSTOM",
  "ConnectionProperties":{},"CreationTime":1700000000.5,"LastUpdatedTime":1700000001,"LastUpdatedBy":"user/terraform"}}');
-- the same without a LastUpdatedBy, with what this version does not know
INSERT INTO connections(request) VALUES('{"CatalogId":"111122223333","Region":"eu-west-1","Connection":{"Name":"answer","ConnectionType":"MYSQL",
  "ConnectionProperties":{"HOST":"db.internal","PORT":"3306","DATABASE":"orders"},"AuthenticationConfiguration":{"AuthenticationType":"LDAP",
  "SecretArn":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"},"PhysicalConnectionRequirements":{"SubnetId":"subnet-1",
  "IpAddressType":"ipv4"},"CreationTime":1700000002.25,"LastUpdatedTime":1700000003,"Status":"READY","StatusReason":"",
  "ConnectionSchemaVersion":2,"Insight":{"a/b":[1,2]}}}');
INSERT INTO connections(connections) VALUES('quota=500'), ('validation=lenient');
DELETE FROM connections WHERE name = 'nobody';
INSERT INTO connections(connections) VALUES('integrity-check');
VACUUM;
.output
SELECT format FROM glue_settings;
SQL
cp made.db "$top/tests/data/formats/$(cat format).db"
cp keyring "$top/tests/data/formats/keyring"
chmod 644 "$top/tests/data/formats/keyring"
echo "tests/data/formats/$(cat format).db"
