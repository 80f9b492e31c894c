/* SPDX-License-Identifier: MIT */
#include "documents/terraform.h"
void terraform_read_state(Reading *reading, Span state, const Place *place) {
  reading_pass_over(reading, "terraform-state", state.text, place, "not yet");
}
void terraform_read_show(Reading *reading, Span show, const Place *place) {
  reading_pass_over(reading, "terraform-state", show.text, place, "not yet");
}
void terraform_read_configuration(Reading *reading, Span configuration, const Place *place) {
  reading_pass_over(reading, "terraform-configuration", configuration.text, place, "not yet");
}
