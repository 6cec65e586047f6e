#include <libxml/xmlversion.h>
/* Debian's libxml2 names ICU types in its headers, which Foundation defines too. Nothing here uses
   the encoders that hold them. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
