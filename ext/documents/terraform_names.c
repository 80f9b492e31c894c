/* SPDX-License-Identifier: MIT */
/*
** The names as data. An argument's name is the same in every block that has it, so one list serves all
** structures; which members a structure has, its shape says.
*/
#include "documents/terraform_names.h"

#include <string.h>

/* clang-format off */
static const struct {
  const char *member, *argument;
} terraform_names[] = {
  /* PhysicalConnectionRequirements */
  {"SubnetId", "subnet_id"},
  {"SecurityGroupIdList", "security_group_id_list"},
  {"AvailabilityZone", "availability_zone"},
  /* AuthenticationConfiguration: the provider has the block since May 2026 */
  {"AuthenticationType", "authentication_type"},
  {"SecretArn", "secret_arn"},
  {"KmsKeyArn", "kms_key_arn"},
  {"BasicAuthenticationCredentials", "basic_authentication_credentials"},
  {"CustomAuthenticationCredentials", "custom_authentication_credentials"},
  {"OAuth2Properties", "oauth2_properties"},
  {"EncryptedCredentials", "encrypted_credentials"}, /* ours alone, where sealed values are to go out */
  /* BasicAuthenticationCredentials */
  {"Username", "username"},
  {"Password", "password"},
  /* OAuth2Properties */
  {"OAuth2GrantType", "oauth2_grant_type"},
  {"OAuth2ClientApplication", "oauth2_client_application"},
  {"TokenUrl", "token_url"},
  {"TokenUrlParametersMap", "token_url_parameters_map"},
  {"AuthorizationCodeProperties", "authorization_code_properties"},
  {"OAuth2Credentials", "oauth2_credentials"},
  /* and in them */
  {"UserManagedClientApplicationClientId", "user_managed_client_application_client_id"},
  {"AWSManagedClientApplicationReference", "aws_managed_client_application_reference"},
  {"AuthorizationCode", "authorization_code"},
  {"RedirectUri", "redirect_uri"},
  {"UserManagedClientApplicationClientSecret", "user_managed_client_application_client_secret"},
  {"AccessToken", "access_token"},
  {"RefreshToken", "refresh_token"},
  {"JwtToken", "jwt_token"},
};
#define TERRAFORM_NAMES (sizeof(terraform_names) / sizeof(*terraform_names))
/* clang-format on */

bool terraform_has_argument(ColumnId id) {
  switch (id) {
  case COLUMN_SPARK_PROPERTIES:
  case COLUMN_PYTHON_PROPERTIES:
  case COLUMN_VALIDATE_CREDENTIALS:
  case COLUMN_VALIDATE_FOR_COMPUTE_ENVIRONMENTS: return false;
  default: return (columns[id].places & (MEMBER_OF_REQUEST | MEMBER_OF_INPUT)) != 0;
  }
}

const char *terraform_argument(const char *member) {
  for (size_t i = 0; i < TERRAFORM_NAMES; i++) {
    if (strcmp(terraform_names[i].member, member) == 0) return terraform_names[i].argument;
  }
  return NULL;
}

const char *terraform_member(const Shape *structure, const char *argument) {
  for (size_t i = 0; i < TERRAFORM_NAMES; i++) {
    if (strcmp(terraform_names[i].argument, argument) != 0) continue;
    const char *member = terraform_names[i].member;
    return shape_member(structure, member, strlen(member)) ? member : NULL;
  }
  return NULL;
}

#undef TERRAFORM_NAMES
