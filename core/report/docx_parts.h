/* SPDX-License-Identifier: MIT */
/* The parts of a Word document that are the same for every report. */
#ifndef HENG_REPORT_DOCX_PARTS_H
#define HENG_REPORT_DOCX_PARTS_H

extern const char docx_content_types[], docx_root_relations[], docx_document_begin[],
    docx_document_end[], docx_relations_begin[], docx_header_begin[], docx_header_end[],
    docx_properties_begin[], docx_styles_begin[], docx_styles_end[], docx_settings[],
    docx_numbering_begin[], docx_footer[];

/* Of the list with bullets in the numbering; those that count follow. Lists go so deep in it. */
enum { DOCX_BULLETS = 1, DOCX_LISTS_MAX = 9 };

#endif
