-- SPDX-License-Identifier: MIT
-- Makes s390x.db and its keyring, on a big-endian machine: after `make test-arch MACHINES=s390x`, at the top
-- of the sources and with an old s390x.db and keyring removed,
--
--     printf '.load build/arch/s390x/dist/glue_connections\n.read tests/data/machines/make.sql\n' |
--       build/arch/s390x/sqlite3 tests/data/machines/s390x.db
PRAGMA page_size = 1024;
SELECT glue_keyring('tests/data/machines/keyring') IS NOT NULL, glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/s390x');
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=7);
INSERT INTO connections(request) VALUES('{"ConnectionInput":{"Name":"orders-db","ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:postgresql://db.internal:5432/orders","USERNAME":"app","PASSWORD":"s3cret"},"PhysicalConnectionRequirements":{"AvailabilityZone":"eu-west-1a"}},"Tags":{"env":"prod"}}');
INSERT INTO connections(request) VALUES('{"CatalogId":"210987654321","Region":"us-east-1","ConnectionInput":{"Name":"crm","ConnectionType":"SALESFORCE","ConnectionProperties":{"ROLE_ARN":"arn:aws:iam::123456789012:role/r","INSTANCE_URL":"https://example.my.salesforce.com"},"AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2GrantType":"JWT_BEARER","OAuth2Credentials":{"JwtToken":"aaa.bbb.ccc"},"TokenUrl":"https://login.salesforce.com/services/oauth2/token"}}}}');
SELECT name, catalog_id, region, status FROM connections;
VACUUM;
