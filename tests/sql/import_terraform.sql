-- sql/import.sql: Terraform's states, plans, state files and configurations.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/import') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);

.print '--- terraform show -json, of a state: modules, data sources, empty attributes'
.parameter set @file tests/data/terraform/state.json
.read sql/import.sql
SELECT place, outcome FROM temp.import_documents;
SELECT glue_decrypt(request) FROM connections;

.print '--- of a plan: what is not known yet'
DELETE FROM connections;
.parameter set @file tests/data/terraform/plan.json
.read sql/import.sql
SELECT glue_decrypt(request) FROM connections;

.print '--- a state file, and a configuration'
DELETE FROM connections;
.parameter set @file tests/data/terraform/terraform.tfstate
.read sql/import.sql
.parameter set @file tests/data/terraform/connections.tf.json
.read sql/import.sql
SELECT place, outcome FROM temp.import_documents;
SELECT glue_decrypt(request) FROM connections;

.print '--- blocks in lists and as objects, names that are also keys of maps, what the provider lacks'
DELETE FROM connections;
SELECT writefile('blocks.tf.json', '{"resource":{"aws_glue_connection":{"a":{
  "name":"a $${b} %%{d} ${\"$\"}${\"$\"}{e}","connection_type":"SALESFORCE","description":"","match_criteria":[],
  "connection_properties":{"name":"n","username":"u","secret_arn":"s","description":"d"},
  "physical_connection_requirements":[],
  "authentication_configuration":{"authentication_type":"OAUTH2","basic_authentication_credentials":{"username":"u","password":"p"},
    "oauth2_properties":[{"oauth2_grant_type":"JWT_BEARER","token_url":"https://t","token_url_parameters_map":{"token_url":"x","jwt_token":"y"},
      "oauth2_client_application":{},"oauth2_credentials":[{"jwt_token":"a.b.c"}]}]},
  "tags":{"tags":"t","empty":""},
  "//":{"glue_connections":{"SparkProperties":{"a":"${b}"},"ValidateCredentials":false}}},
 "b":[{"name":"b","connection_type":"NETWORK","physical_connection_requirements":{},"//":"a comment"}]}}}') > 0;
.parameter set @file blocks.tf.json
.read sql/import.sql
SELECT glue_decrypt(request) FROM connections;
