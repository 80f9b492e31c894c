/* SPDX-License-Identifier: MIT */
/*
** Labels: what a connection is called inside of a document. A label is made of the connection's name, and is
** the same whatever other connections are exported with it, unless two would have the same one.
*/
#ifndef GLUE_DOCUMENTS_EXPORT_LABEL_H
#define GLUE_DOCUMENTS_EXPORT_LABEL_H

#include "documents/export_form.h"

/* Gives every row a label of its own, none of which is a name that references have named. The rows are sorted.
** SQLITE_ERROR with *message where a connection stands there twice. */
int export_label_all(Export *export, ExportLabels kind, char **message);

#endif
