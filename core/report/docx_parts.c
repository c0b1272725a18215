/* SPDX-License-Identifier: MIT */
/* ECMA-376, parts 1 and 2: content types, relations, styles, numbering, running heads. */
#include "report/docx_parts.h"

const char docx_content_types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Default Extension=\"emf\" ContentType=\"image/x-emf\"/>"
    "<Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
    "<Override PartName=\"/word/settings.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>"
    "<Override PartName=\"/word/numbering.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>"
    "<Override PartName=\"/word/header1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" "
    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    "</Types>";

const char docx_root_relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"d1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"word/document.xml\"/>"
    "<Relationship Id=\"d2\" "
    "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
    "core-properties\" Target=\"docProps/core.xml\"/>"
    "</Relationships>";

const char docx_document_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
    "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
    "<w:body>";

const char docx_document_end[] =
    "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"d4\"/>"
    "<w:footerReference w:type=\"default\" r:id=\"d5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    "<w:pgMar w:top=\"1134\" w:right=\"851\" w:bottom=\"1020\" w:left=\"851\" w:header=\"567\" "
    "w:footer=\"510\" w:gutter=\"0\"/>"
    "</w:sectPr></w:body></w:document>";

const char docx_relations_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"d1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
    "Target=\"styles.xml\"/>"
    "<Relationship Id=\"d2\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" "
    "Target=\"settings.xml\"/>"
    "<Relationship Id=\"d3\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" "
    "Target=\"numbering.xml\"/>"
    "<Relationship Id=\"d4\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" "
    "Target=\"header1.xml\"/>"
    "<Relationship Id=\"d5\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" "
    "Target=\"footer1.xml\"/>";

const char docx_header_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
    "<w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t xml:space=\"preserve\">";

const char docx_header_end[] = "</w:t></w:r></w:p></w:hdr>";

const char docx_footer[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
    "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:fldSimple w:instr=\" PAGE \">"
    "<w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space=\"preserve\"> / </w:t>"
    "</w:r><w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r></w:fldSimple>"
    "</w:p></w:ftr>";

const char docx_properties_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<cp:coreProperties "
    "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">";

const char docx_settings[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
    "<w:updateFields w:val=\"true\"/><w:defaultTabStop w:val=\"420\"/><w:compat>"
    "<w:compatSetting w:name=\"compatibilityMode\" "
    "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
    "</w:compat></w:settings>";

#define LEVEL(n, format, text, left)                                                               \
    "<w:lvl w:ilvl=\"" n "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format                      \
    "\"/><w:lvlText w:val=\"" text "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"" left     \
    "\" w:hanging=\"300\"/></w:pPr></w:lvl>"

/* Bullets, and lists that count; each list is written behind. */
const char docx_numbering_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
    "<w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>" LEVEL(
        "0", "bullet", "•", "420") LEVEL("1", "bullet", "•", "840")
        LEVEL("2", "bullet", "•", "1260") LEVEL("3", "bullet", "•", "1680")
            LEVEL("4", "bullet", "•", "2100") LEVEL("5", "bullet", "•", "2520")
                LEVEL("6", "bullet", "•", "2940") LEVEL("7", "bullet", "•", "3360")
                    LEVEL("8", "bullet", "•",
                          "3780") "</w:abstractNum>"
                                  "<w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType "
                                  "w:val=\"hybridMultilevel\"/>" LEVEL("0", "decimal", "%1.", "420")
                                      LEVEL("1", "decimal", "%2.", "840")
                                          LEVEL("2", "decimal", "%3.", "1260")
                                              LEVEL("3", "decimal", "%4.", "1680")
                                                  LEVEL("4", "decimal", "%5.", "2100")
                                                      LEVEL("5", "decimal", "%6.", "2520")
                                                          LEVEL("6", "decimal", "%7.", "2940")
                                                              LEVEL("7", "decimal", "%8.", "3360")
                                                                  LEVEL("8", "decimal", "%9.",
                                                                        "3780") "</w:abstractNum>";

const char docx_styles_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    "<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"微软雅黑\" w:cs=\"Calibri\"/>"
    "<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    "<w:spacing w:after=\"100\" w:line=\"300\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>"
    "</w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
    "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
    "<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblCellMar>"
    "<w:left w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar>"
    "</w:tblPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:spacing w:before=\"600\" w:after=\"200\" w:line=\"276\" w:lineRule=\"auto\"/>"
    "<w:jc w:val=\"center\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"40\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Subtitle\"><w:name w:val=\"Subtitle\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:after=\"400\"/>"
    "<w:jc w:val=\"center\"/></w:pPr><w:rPr><w:color w:val=\"59636E\"/><w:sz w:val=\"24\"/>"
    "</w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Warning\"><w:name w:val=\"Warning\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"8F1D13\"/><w:jc w:val=\"center\"/>"
    "</w:pPr><w:rPr><w:b/><w:color w:val=\"FFFFFF\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:keepNext/><w:keepLines/><w:pBdr>"
    "<w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"2\" w:color=\"0B5CAD\"/></w:pBdr>"
    "<w:spacing w:before=\"420\" w:after=\"140\"/><w:outlineLvl w:val=\"0\"/></w:pPr>"
    "<w:rPr><w:b/><w:sz w:val=\"30\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:keepNext/><w:keepLines/><w:spacing w:before=\"300\" w:after=\"100\"/>"
    "<w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"25\"/></w:rPr>"
    "</w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading3\"><w:name w:val=\"heading 3\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:keepNext/><w:keepLines/><w:spacing w:before=\"220\" w:after=\"80\"/>"
    "<w:outlineLvl w:val=\"2\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"22\"/></w:rPr>"
    "</w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading4\"><w:name w:val=\"heading 4\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:keepNext/><w:keepLines/><w:spacing w:before=\"180\" w:after=\"60\"/>"
    "<w:outlineLvl w:val=\"3\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"21\"/></w:rPr>"
    "</w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Lead\"><w:name w:val=\"Lead\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:after=\"140\"/></w:pPr>"
    "<w:rPr><w:sz w:val=\"23\"/></w:rPr></w:style>";

const char docx_styles_end[] =
    "<w:style w:type=\"paragraph\" w:styleId=\"Note\"><w:name w:val=\"Note\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:spacing w:after=\"80\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr><w:rPr>"
    "<w:color w:val=\"59636E\"/><w:sz w:val=\"18\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Quote\"><w:name w:val=\"Quote\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:ind w:left=\"420\"/></w:pPr>"
    "<w:rPr><w:i/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"ListBullet\"><w:name w:val=\"List Bullet\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:numPr><w:ilvl w:val=\"0\"/>"
    "<w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"60\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"caption\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"
    "<w:spacing w:before=\"160\" w:after=\"60\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"19\"/>"
    "</w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Figure\"><w:name w:val=\"Figure\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"
    "<w:spacing w:before=\"120\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>"
    "<w:jc w:val=\"center\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Cell\"><w:name w:val=\"Cell\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:spacing w:before=\"10\" w:after=\"10\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>"
    "<w:rPr><w:sz w:val=\"15\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"After\"><w:name w:val=\"After table\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:spacing w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"ContentsTitle\">"
    "<w:name w:val=\"Contents Title\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:keepNext/><w:spacing w:before=\"300\" w:after=\"120\"/></w:pPr><w:rPr><w:b/>"
    "<w:sz w:val=\"26\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:tabs>"
    "<w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"10204\"/></w:tabs>"
    "<w:spacing w:after=\"40\"/><w:ind w:left=\"0\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"TOC2\"><w:name w:val=\"toc 2\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:tabs>"
    "<w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"10204\"/></w:tabs>"
    "<w:spacing w:after=\"40\"/><w:ind w:left=\"300\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Header\"><w:name w:val=\"header\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:pBdr>"
    "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"2\" w:color=\"BFC5CC\"/></w:pBdr>"
    "<w:spacing w:after=\"0\"/><w:jc w:val=\"right\"/></w:pPr><w:rPr>"
    "<w:color w:val=\"59636E\"/><w:sz w:val=\"17\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:after=\"0\"/>"
    "<w:jc w:val=\"center\"/></w:pPr><w:rPr><w:color w:val=\"59636E\"/><w:sz w:val=\"17\"/>"
    "</w:rPr></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>"
    "<w:rPr><w:color w:val=\"0B5CAD\"/></w:rPr></w:style>"
    "<w:style w:type=\"table\" w:styleId=\"Report\"><w:name w:val=\"Report\"/>"
    "<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>"
    "<w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"1B1F24\"/>"
    "<w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"1B1F24\"/>"
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D5DAE0\"/></w:tblBorders>"
    "</w:tblPr><w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:tcBorders>"
    "<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"6B7580\"/></w:tcBorders>"
    "</w:tcPr></w:tblStylePr></w:style>"
    "</w:styles>";
