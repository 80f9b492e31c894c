/* SPDX-License-Identifier: MIT */
/*
** YAML as JSON. yaml.c is the only file that knows libyaml; without it (GLUE_NO_YAML) nothing is YAML.
**
** Every key stands in the line in which it stood. Scalars are strings, as they are written: what reads a
** template wants no more. CloudFormation's short forms are written out: !Sub x is {"Fn::Sub": "x"}.
*/
#ifndef GLUE_DOCUMENTS_YAML_H
#define GLUE_DOCUMENTS_YAML_H

#include "documents/buffer.h"

typedef struct YamlError {
  const char *reason; /* static; NULL: none */
  size_t line;        /* from 1 */
} YamlError;

/* Appends each document of the text, as a value of JSON. False where it is no YAML, or more than is
** read; memory may have run out (buffer.h), too. */
bool yaml_to_json(Span text, Buffer *json, YamlError *error);

#endif
