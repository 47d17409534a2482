//! C3xx: deliveries that cannot be accepted.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C301: nothing was delivered.
pub const NOTHING_DELIVERED: Code = Code {
    number: 301,
    title: "nothing was delivered",
    meaning: "The source has never delivered, or the folder holds no file that fits its pattern.",
    mend: "Check the folder and the file name with the agency.",
    who: Who::IntelligenceTeam,
};

/// C302: a delivery is late.
pub const LATE: Code = Code {
    number: 302,
    title: "a delivery is late",
    meaning: "A period that was due, with its days of grace, has not arrived.",
    mend: "Remind the agency; if it is known to be late, say so in a decision file.",
    who: Who::IntelligenceTeam,
};

/// C303: the file is still being written.
pub const STILL_BEING_WRITTEN: Code = Code {
    number: 303,
    title: "the file is still being written",
    meaning: "The file changed too recently, or is shorter than its delivery note says.",
    mend: "Wait; send a delivery note (NAME.delivery.json) last, so that completeness is known at once.",
    who: Who::IntelligenceTeam,
};

/// C304: the file is empty.
pub const EMPTY_FILE: Code = Code {
    number: 304,
    title: "the file is empty",
    meaning: "The file has no bytes.",
    mend: "Send it again.",
    who: Who::Supplier,
};

/// C305: the file has a header and no record.
pub const HEADER_ONLY: Code = Code {
    number: 305,
    title: "the file has a header and no record",
    meaning: "A delivery without records is never taken to mean zero.",
    mend: "Send the records, or say in a decision file that there are none.",
    who: Who::Supplier,
};

/// C306: the text is not UTF-8.
pub const NOT_UTF8: Code = Code {
    number: 306,
    title: "the text is not UTF-8",
    meaning: "The file is in another encoding (often Latin-1 or Windows-1252), so that names would come out wrong.",
    mend: "Save the file as UTF-8 and send it again.",
    who: Who::Supplier,
};

/// C307: the text is UTF-16.
pub const UTF16: Code = Code {
    number: 307,
    title: "the text is UTF-16",
    meaning: "The file is in UTF-16, which spreadsheet programs call Unicode text.",
    mend: "Save the file as CSV UTF-8 and send it again.",
    who: Who::Supplier,
};

/// C308: the file begins with a byte order mark.
pub const BYTE_ORDER_MARK: Code = Code {
    number: 308,
    title: "the file begins with a byte order mark",
    meaning: "The mark was taken off and the file accepted.",
    mend: "Nothing must be done; saving without the mark keeps this notice away.",
    who: Who::Supplier,
};

/// C309: the fields are separated by another character.
pub const WRONG_DELIMITER: Code = Code {
    number: 309,
    title: "the fields are separated by another character",
    meaning: "The header has one field where several were expected.",
    mend: "Separate fields by the character that is named.",
    who: Who::Supplier,
};

/// C310: a column name stands twice.
pub const DUPLICATE_HEADER: Code = Code {
    number: 310,
    title: "a column name stands twice",
    meaning: "Two columns have the same header, so that nobody can know which is meant.",
    mend: "Send each column once.",
    who: Who::Supplier,
};

/// C311: a column is missing or renamed.
pub const MISSING_COLUMN: Code = Code {
    number: 311,
    title: "a column is missing or renamed",
    meaning: "The header lacks a column of the contract.",
    mend: "Send the column under the name that is expected.",
    who: Who::Supplier,
};

/// C312: a column that was not agreed.
pub const OVER_SHARED: Code = Code {
    number: 312,
    title: "a column that was not agreed",
    meaning: "The file holds a column that the agreement does not share. It was taken out of the folder, nothing of it was kept but a commitment, and an incident was opened.",
    mend: "Send the file again without the column; tell your data-protection lead.",
    who: Who::Supplier,
};

/// C313: the file ends inside a cell.
pub const CUT_INSIDE_A_CELL: Code = Code {
    number: 313,
    title: "the file ends inside a cell",
    meaning: "A quoted cell is never closed: the file was cut off, or a quote is missing.",
    mend: "Send the whole file again.",
    who: Who::Supplier,
};

/// C314: the last line has no line end.
pub const CUT_OFF: Code = Code {
    number: 314,
    title: "the last line has no line end",
    meaning: "The file may have been cut off, and no delivery note says how long it should be.",
    mend: "Send it again, with a line end, or with a delivery note that gives its bytes.",
    who: Who::Supplier,
};

/// C315: the file is not Parquet.
pub const NOT_PARQUET: Code = Code {
    number: 315,
    title: "the file is not Parquet",
    meaning: "The source declares Parquet, and the file is something else or is damaged.",
    mend: "Send a Parquet file, or have the declaration changed.",
    who: Who::Supplier,
};

/// C316: file and delivery note differ.
pub const NOTE_DIFFERS: Code = Code {
    number: 316,
    title: "file and delivery note differ",
    meaning: "Bytes, rows, checksum or period are not those that the delivery note gives.",
    mend: "Send file and note again.",
    who: Who::Supplier,
};

/// C317: the file is larger than the source permits.
pub const TOO_LARGE: Code = Code {
    number: 317,
    title: "the file is larger than the source permits",
    meaning: "The limit protects the night from a delivery that is not what it should be.",
    mend: "Check the file; raise the limit in the source if it is right.",
    who: Who::Supplier,
};

/// C318: a period that was not expected.
pub const PERIOD_NOT_EXPECTED: Code = Code {
    number: 318,
    title: "a period that was not expected",
    meaning: "The delivery holds a period outside the agreement, or several where one was declared.",
    mend: "Send the period that is due.",
    who: Who::Supplier,
};

/// C319: the transfer failed.
pub const TRANSPORT_FAILED: Code = Code {
    number: 319,
    title: "the transfer failed",
    meaning: "The server could not be reached, or the transfer broke off, after the declared number of tries.",
    mend: "Try again later; check network, proxy and address.",
    who: Who::Operator,
};

/// C320: the server refused.
pub const SERVER_REFUSED: Code = Code {
    number: 320,
    title: "the server refused",
    meaning: "The server answered with an error status. It was not asked again.",
    mend: "Check address and access with the agency.",
    who: Who::IntelligenceTeam,
};

/// C321: a redirect to another host.
pub const REDIRECT_REFUSED: Code = Code {
    number: 321,
    title: "a redirect to another host",
    meaning: "The server sent us to a host that was not declared; a token must not follow it there.",
    mend: "Declare the right address.",
    who: Who::IntelligenceTeam,
};

/// C322: the access token, or another secret of a source, is missing.
pub const TOKEN_MISSING: Code = Code {
    number: 322,
    title: "the access token, or another secret of a source, is missing",
    meaning: "The environment variable or file that holds the token, the password, the private key or the identity is not there, is empty, or holds something else.",
    mend: "Set it for the account that runs the night.",
    who: Who::Operator,
};

/// C323: sample data or a stand-in in a live profile.
pub const SAMPLE_REFUSED: Code = Code {
    number: 323,
    title: "sample data or a stand-in in a live profile",
    meaning: "Profile live refuses synthetic data, sample keys and folders that stand in for an address.",
    mend: "Use profile sample, or real deliveries.",
    who: Who::IntelligenceTeam,
};

/// C324: far more or fewer records than last time.
pub const VOLUME_OUTSIDE_BAND: Code = Code {
    number: 324,
    title: "far more or fewer records than last time",
    meaning: "The number of records is outside the declared band around the last delivery.",
    mend: "Check with the agency; if it is right, accept it in a decision file.",
    who: Who::Supplier,
};

/// C325: a full delivery lacks a period it had before.
pub const PERIOD_LOST: Code = Code {
    number: 325,
    title: "a full delivery lacks a period it had before",
    meaning: "A full refresh replaces everything, so a period missing from it would be lost.",
    mend: "Send the whole set, or say in a decision file that the period was withdrawn.",
    who: Who::Supplier,
};

/// C326: the last good extract is too old to be held.
pub const HELD_TOO_LONG: Code = Code {
    number: 326,
    title: "the last good extract is too old to be held",
    meaning: "The source says how long its last extract may stand in for a newer one, and that time is over.",
    mend: "Get a new delivery.",
    who: Who::Supplier,
};

/// C327: an old delivery.
pub const REPLAYED: Code = Code {
    number: 327,
    title: "an old delivery",
    meaning: "A newer delivery of the same period has been accepted before.",
    mend: "Nothing must be done if this was a mistake; else send it with a new date.",
    who: Who::Supplier,
};

/// C328: opt-outs were applied in one delivery and not in another.
pub const OPT_OUTS_DIFFER: Code = Code {
    number: 328,
    title: "opt-outs were applied in one delivery and not in another",
    meaning: "The same period came once with and once without the records of people who have opted out. The difference of the two is a list of these people, so that the later one was not kept.",
    mend: "Tell the data-protection leads of both sides which of the two is right; the other must be destroyed before it is sent again.",
    who: Who::Supplier,
};

/// C329: the delivery note does not say whether opt-outs were applied.
pub const OPT_OUTS_NOT_STATED: Code = Code {
    number: 329,
    title: "the delivery note does not say whether opt-outs were applied",
    meaning: "The agreement says that people who opted out are taken out before sending, and the delivery note does not say that they were.",
    mend: "Apply opt-outs, say so in the delivery note (opt_outs) and send both again.",
    who: Who::Supplier,
};

/// C330: no proof of the key of the pseudonyms.
pub const KEY_PROOF_MISSING: Code = Code {
    number: 330,
    title: "no proof of the key of the pseudonyms",
    meaning: "The agreement names the key that pseudonyms are made with, and the delivery note carries no proof of it.",
    mend: "Send the delivery note that concordat pseudonymise writes, or add the key's id and proof to yours.",
    who: Who::Supplier,
};

/// C331: pseudonyms made with another key.
pub const WRONG_KEY: Code = Code {
    number: 331,
    title: "pseudonyms made with another key",
    meaning: "The delivery note names another key than the agreement, or its proof could be made without any key.",
    mend: "Make the pseudonyms with the agreed key and send the file again.",
    who: Who::Supplier,
};

/// C332: two deliveries under one key have different proofs.
pub const KEY_PROOF_DIFFERS: Code = Code {
    number: 332,
    title: "two deliveries under one key have different proofs",
    meaning: "The proof of the key is not the one of an earlier delivery, or of the other dataset that this one may be linked with. Records would not link, or link wrongly.",
    mend: "Compare the keys of both senders with the custodian, and send again what was made with the wrong one.",
    who: Who::Supplier,
};

/// C333: a correction without a reason.
pub const CORRECTION_WITHOUT_REASON: Code = Code {
    number: 333,
    title: "a correction without a reason",
    meaning: "A period that was delivered before came again with other content, and the delivery note does not say why.",
    mend: "Say in the delivery note (reason) what was corrected, and send both again.",
    who: Who::Supplier,
};

/// C340: the server asks us to come later.
pub const SERVER_BUSY: Code = Code {
    number: 340,
    title: "the server asks us to come later",
    meaning: "The server answered that it is asked too often, or is busy, and wants a longer pause than the source permits (wait_at_most_seconds, 60 where it is not said). What was fetched before stays in use.",
    mend: "Run the night again later; ask for less, or permit a longer wait in the source.",
    who: Who::Operator,
};

/// C341: the server sent something else than the data.
pub const NOT_THE_DATA: Code = Code {
    number: 341,
    title: "the server sent something else than the data",
    meaning: "The answer is a page for people to read, or of another kind than the source declares: a login, a notice of maintenance, an address that has moved. Nothing of it was kept.",
    mend: "Open the address of the source in a browser, and declare the address that gives the data.",
    who: Who::IntelligenceTeam,
};

/// C342: the answer is empty.
pub const EMPTY_ANSWER: Code = Code {
    number: 342,
    title: "the answer is empty",
    meaning: "The server answered that all is well and sent no row. A query that fits nothing (a code that was withdrawn, a period that is not out yet) looks like this. It is never taken to mean zero.",
    mend: "Try the address in a browser; check the codes in the query against the publisher's lists.",
    who: Who::Author,
};

/// C343: the pages of one answer do not fit together.
pub const PAGES_DIFFER: Code = Code {
    number: 343,
    title: "the pages of one answer do not fit together",
    meaning: "A page repeats an earlier one, has other columns, or is another than was asked for. Pages are put together as a whole or not at all.",
    mend: "Run the night again: the publisher may have changed the data meanwhile. If it stays, the interface has changed, and the way of paging in the source no longer fits it.",
    who: Who::IntelligenceTeam,
};

/// C344: the answer is not whole.
pub const ANSWER_NOT_WHOLE: Code = Code {
    number: 344,
    title: "the answer is not whole",
    meaning: "The rows that came are not as many as the publisher says there are, or the last of them is cut off. Nothing of it was kept.",
    mend: "Run the night again. If it stays, ask for less at once, or tell the publisher.",
    who: Who::IntelligenceTeam,
};

/// C345: the answer has more pages than the source permits.
pub const TOO_MANY_PAGES: Code = Code {
    number: 345,
    title: "the answer has more pages than the source permits",
    meaning: "The limit protects the night, and the publisher, from a query that asks for far more than was meant.",
    mend: "Narrow the query to the areas and periods that are used; raise pages: at_most in the source if it is right.",
    who: Who::Author,
};

/// C346: the interface reports a fault in the query.
pub const QUERY_FAULTY: Code = Code {
    number: 346,
    title: "the interface reports a fault in the query",
    meaning: "The answer is a report of a fault in place of data. Its words are not shown, since nobody here has checked them.",
    mend: "Try the query by hand and read what the interface says; correct address or query in the source.",
    who: Who::Author,
};

/// C347: the address of the file was not found.
pub const LINK_NOT_FOUND: Code = Code {
    number: 347,
    title: "the address of the file was not found",
    meaning: "The source says where in an answer the address of the next one stands, and there is none there, or it leads to a host that the source does not name.",
    mend: "Look at the answer in a browser; declare the right place (follow), or the host (also_hosts) if it is the publisher's.",
    who: Who::Author,
};

/// C349: the certificates of an authority cannot be used.
pub const CERTIFICATES_UNUSABLE: Code = Code {
    number: 349,
    title: "the certificates of an authority cannot be used",
    meaning: "The source names a file of certificates (certificates_file) that is not there or is not PEM.",
    mend: "Put the certificate of your authority, in PEM, where the source says.",
    who: Who::Operator,
};

/// C350: the delivery cannot be decrypted.
pub const DECRYPTION_FAILED: Code = Code {
    number: 350,
    title: "the delivery cannot be decrypted",
    meaning: "The file is not encrypted by age to the recipient of this source, or it was damaged or cut off on its way. Nothing of it was kept.",
    mend: "Encrypt the file to the recipient that the pipeline gave you (concordat keys recipient prints it) and send it again.",
    who: Who::Supplier,
};

/// C351: the server is not the one that was declared.
pub const SERVER_UNKNOWN: Code = Code {
    number: 351,
    title: "the server is not the one that was declared",
    meaning: "The server showed another key than the source declares. It may have been rebuilt, or somebody stands in between: neither user name nor password was sent.",
    mend: "Ask the agency for the fingerprint of its server's key by another way than this server, and declare it as host_key.",
    who: Who::IntelligenceTeam,
};

/// C352: the server refused the login.
pub const LOGIN_REFUSED: Code = Code {
    number: 352,
    title: "the server refused the login",
    meaning: "The account, or the password or key that is kept for it, was not accepted. It was not tried again, so that the account is not locked.",
    mend: "Check the account with the agency, and the secret where the source says it is kept.",
    who: Who::Operator,
};

/// C353: a key of pseudonyms lies where the pipeline runs.
pub const KEY_AT_THE_PIPELINE: Code = Code {
    number: 353,
    title: "a key of pseudonyms lies where the pipeline runs",
    meaning: "Whoever has the key can find out who stands behind every pseudonym, so that the records would be personal data of the host.",
    mend: "Move the key file to its custodian, make sure that no copy stays here, and rotate the key if anybody may have read it.",
    who: Who::Operator,
};

/// C354: the key cannot be used.
pub const KEY_NOT_USABLE: Code = Code {
    number: 354,
    title: "the key cannot be used",
    meaning: "The file is not a key file, or the key is for another purpose.",
    mend: "Ask the custodian of the key for the right file.",
    who: Who::Supplier,
};

/// C355: identifiers that cannot be right.
pub const IDENTIFIERS_REFUSED: Code = Code {
    number: 355,
    title: "identifiers that cannot be right",
    meaning: "More identifiers than the declared tolerance have another form than they should, or fail their check digit. Nothing was written.",
    mend: "Check that the column is the right one and was not changed by a spreadsheet; raise the tolerance if the records are right.",
    who: Who::Supplier,
};

/// C356: an identifier stands in another column too.
pub const IDENTIFIER_ELSEWHERE: Code = Code {
    number: 356,
    title: "an identifier stands in another column too",
    meaning: "A column that would have been sent holds the identifier that is being replaced, which gives the person away. Nothing was written.",
    mend: "Leave the column out with --drop.",
    who: Who::Supplier,
};

/// C360: the file is not a workbook that can be read.
pub const NOT_A_WORKBOOK: Code = Code {
    number: 360,
    title: "the file is not a workbook that can be read",
    meaning: "The source declares a workbook (.xlsx, .ods or .xls), and the file is something else or is damaged.",
    mend: "Send a workbook: the template filled in (concordat template), or as the publisher gives it; of another file, concordat gate FILE --conform OUT.xlsx makes one.",
    who: Who::Supplier,
};

/// C361: the workbook holds macros.
pub const WORKBOOK_MACROS: Code = Code {
    number: 361,
    title: "the workbook holds macros",
    meaning: "A workbook with a program in it is not opened, whatever the program does.",
    mend: "Save the workbook without macros (.xlsx or .ods) and send it again.",
    who: Who::Supplier,
};

/// C362: the workbook holds links to other files.
pub const WORKBOOK_LINKS: Code = Code {
    number: 362,
    title: "the workbook holds links to other files",
    meaning: "Its cells may rest on files that nobody here has. Links are never followed.",
    mend: "Send a workbook with values in place of links, or permit links in the layout of the source if the values in it are right.",
    who: Who::Supplier,
};

/// C363: the workbook has a password.
pub const WORKBOOK_ENCRYPTED: Code = Code {
    number: 363,
    title: "the workbook has a password",
    meaning: "A workbook with a password cannot be read.",
    mend: "Save it without a password; protect the way it is sent instead.",
    who: Who::Supplier,
};

/// C364: the file unpacks to more than is permitted.
pub const UNPACKS_TOO_LARGE: Code = Code {
    number: 364,
    title: "the file unpacks to more than is permitted",
    meaning: "Unpacked, the workbook or Parquet file has more bytes or cells than the limits of the source. A small file that unpacks to a very large one may be made to stop the machine.",
    mend: "Check the file; if it is right, raise unpacked_mebibytes_at_most or cells_at_most in the checks of the source.",
    who: Who::IntelligenceTeam,
};

/// C365: the declared sheet is not there.
pub const SHEET_MISSING: Code = Code {
    number: 365,
    title: "the declared sheet is not there",
    meaning: "The workbook has no sheet, or several, of the declared name, or the sheet is hidden.",
    mend: "Declare the name as the workbook has it now; permit a hidden sheet in the layout if it is the right one.",
    who: Who::IntelligenceTeam,
};

/// C366: the header was not found.
pub const HEADER_NOT_FOUND: Code = Code {
    number: 366,
    title: "the header was not found",
    meaning: "No row holds all the texts by which the layout finds the header, or the rows that it names are not there.",
    mend: "Look at the first rows of the file, and declare the header as it is written now.",
    who: Who::IntelligenceTeam,
};

/// C367: the header has changed.
pub const HEADER_CHANGED: Code = Code {
    number: 367,
    title: "the header has changed",
    meaning: "The columns are not those that the layout lists. A publisher that changes columns may have changed what they mean.",
    mend: "Compare the file with the one before, and declare the columns as they are now.",
    who: Who::IntelligenceTeam,
};

/// C368: the file is about something else.
pub const OTHER_TABLE: Code = Code {
    number: 368,
    title: "the file is about something else",
    meaning: "What stands above the header is not what the layout says: another topic, sex, age or year.",
    mend: "Send the table that is declared, or declare the one that was sent.",
    who: Who::IntelligenceTeam,
};

/// C369: a hidden row stands in the data.
pub const HIDDEN_ROWS: Code = Code {
    number: 369,
    title: "a hidden row stands in the data",
    meaning: "The sheet hides a row between the header and the end of the data. It may be a draft, or a total that was not meant to be seen.",
    mend: "Say in the layout whether hidden rows are read or skipped.",
    who: Who::IntelligenceTeam,
};

/// C370: the text is not in the declared encoding.
pub const WRONG_ENCODING: Code = Code {
    number: 370,
    title: "the text is not in the declared encoding",
    meaning: "Bytes of the file are no character in the encoding that the source declares, or it lacks the byte order mark that UTF-16 needs.",
    mend: "Declare the encoding that the publisher uses (utf-8, windows-1252 or utf-16).",
    who: Who::IntelligenceTeam,
};

/// C371: the file is not JSON of the declared form.
pub const NOT_JSON: Code = Code {
    number: 371,
    title: "the file is not JSON of the declared form",
    meaning: "The document cannot be read, or there is no array of objects where the layout points.",
    mend: "Declare in the layout (records) where the array stands, as a JSON Pointer.",
    who: Who::IntelligenceTeam,
};

/// C372: two files give figures for one period.
pub const TWO_FILES_FOR_ONE_PERIOD: Code = Code {
    number: 372,
    title: "two files give figures for one period",
    meaning: "Figures of this period were read from another file before, which is still there, and the two do not agree.",
    mend: "Take away the file that is out of date; a revised table takes the place of the first.",
    who: Who::IntelligenceTeam,
};

/// C373: merged cells.
pub const MERGED_CELLS: Code = Code {
    number: 373,
    title: "merged cells stand in the data",
    meaning: "Cells that are merged hold one value for several rows or columns, and nobody can say for which of them it was meant. A spreadsheet program shows the value once and keeps the other cells blank.",
    mend: "Mark the cells, take the merging off (in Excel: Home, Merge & Center), write the value into each row, and send the workbook again.",
    who: Who::Supplier,
};

/// C374: damage by a spreadsheet program.
pub const SPREADSHEET_DAMAGE: Code = Code {
    number: 374,
    title: "a spreadsheet program has changed what was typed",
    meaning: "What stands in the cell is not what its column holds, but what a spreadsheet program makes of it: 10-14 becomes the fourteenth of October, a long pseudonym a rounded number, a formula an error. What was meant cannot be got back from it with certainty.",
    mend: "Format the cell as text and type it again, or paste into the columns of the template with 'values only', which are formatted as text already.",
    who: Who::Supplier,
};

/// C375: a workbook that holds more.
pub const WORKBOOK_HOLDS_MORE: Code = Code {
    number: 375,
    title: "the workbook holds more than the data that was agreed",
    meaning: "Beside the sheet of data there is another that holds something, notes on cells, or parts that no sheet shows: the records kept behind a pivot table or a chart, pictures, embedded files. Whoever receives the workbook receives these too, although nobody agreed to it.",
    mend: "Copy the data alone into a fresh template, as values, and send that. Tell the data-protection lead what the first workbook held.",
    who: Who::Supplier,
};

/// C376: totals among records.
pub const TOTALS_ROW: Code = Code {
    number: 376,
    title: "a row of totals stands among the records",
    meaning: "A row that adds up others would be counted as one more record. The last row may hold totals, which is left out; any other is refused, since what stands below it may belong to another table.",
    mend: "Take the rows of totals out, and any second table below them.",
    who: Who::Supplier,
};

/// C377: a day for a period.
pub const DAY_FOR_PERIOD: Code = Code {
    number: 377,
    title: "a day stands where a period was agreed",
    meaning: "The column holds months, quarters or years. A day in it is finer than was agreed; and a day whose order cannot be told, such as 03/04/2024, may be of either of two months.",
    mend: "Write the period as the header's note says, for example 2024-01 or 2024/25. For a file that comes out of another system, let concordat gate FILE --conform OUT do it before anything is sent.",
    who: Who::Supplier,
};

/// C378: cells read with care.
pub const READ_WITH_CARE: Code = Code {
    number: 378,
    title: "cells of the workbook were read otherwise than they stand",
    meaning: "Blanks at the ends were taken off, blank rows and the example passed over, numbers that should be text taken as text, labels taken for their codes, or formulas taken by their value. Nothing was lost by it, and the message says how often and where first.",
    mend: "Nothing has to be done. To be rid of the message, use the template's own columns and paste values only.",
    who: Who::Supplier,
};

/// C379: no mapping.
pub const NO_MAPPING: Code = Code {
    number: 379,
    title: "no mapping can be drafted",
    meaning: "The first row of the file has no header that is near to one of the contract, or looks like a record. Headers are told only where the row is known to be one, since a cell may be of somebody.",
    mend: "Put a header line before the records, or write the mapping by hand.",
    who: Who::Supplier,
};

/// C380: the interface answered with warnings.
pub const ANSWERED_WITH_WARNINGS: Code = Code {
    number: 380,
    title: "the interface answered with warnings",
    meaning: "The publisher sent the data, and beside it warnings about the query: often that a place, a period or a filter in it does not exist, so that rows are fewer than was meant.",
    mend: "Try the query by hand and read the warnings; correct the query in the source.",
    who: Who::Author,
};

/// C381: a column of Parquet that is none of a table.
pub const PARQUET_COLUMN: Code = Code {
    number: 381,
    title: "a column of the Parquet file cannot be read as part of a table",
    meaning: "A published table holds text, numbers, true or false, dates and times. The column that is named holds something else: lists or records inside its cells, bytes, times of day, or a date that no calendar has.",
    mend: "Take the publisher's table in another format, or ask the publisher to write the column as text, as numbers or as dates.",
    who: Who::IntelligenceTeam,
};

/// C382: an encrypted Parquet file.
pub const PARQUET_ENCRYPTED: Code = Code {
    number: 382,
    title: "the Parquet file is encrypted",
    meaning: "Its footer or one of its columns is encrypted, and no key belongs to a published table.",
    mend: "Take the publisher's file as it is published; protect the way it is sent instead.",
    who: Who::IntelligenceTeam,
};

/// C383: a compression that is not read.
pub const PARQUET_COMPRESSION: Code = Code {
    number: 383,
    title: "the Parquet file is compressed in a way that is not read",
    meaning: "Columns are read that are not compressed, or are compressed with Snappy or Zstandard. The message names the first column that is compressed otherwise.",
    mend: "Write the file anew with Snappy, which most programs do by default, or take the publisher's table in another format.",
    who: Who::IntelligenceTeam,
};

/// C390: the description beside a table is missing.
pub const COMPANION_MISSING: Code = Code {
    number: 390,
    title: "the description beside a table is missing or cannot be read",
    meaning: "The source declares that its publisher puts a description beside each table: TABLE.meta.csv of Explore Education Statistics, or TABLE.csv-metadata.json by CSV on the Web. It is not there, or is not of that form, so that labels and units cannot be compared. The table was not taken; figures taken before stand.",
    mend: "Put the publisher's description beside the table, under the name that the message gives; or take `companion` out of the source.",
    who: Who::IntelligenceTeam,
};

/// C391: the description beside a table says something else.
pub const COMPANION_DIFFERS: Code = Code {
    number: 391,
    title: "a table and the description beside it differ",
    meaning: "The publisher's description of the table names other columns than the table has, or says of a column that is read that it is no number, has another unit or label, or is published to fewer decimals. Often the two are of different years, or the publisher has changed what a column holds. The table was not taken; figures taken before stand.",
    mend: "Compare the two at the row that is named. Where the publisher has changed the column, change the series and its plausible band in the source.",
    who: Who::IntelligenceTeam,
};

pub(super) const ALL: &[&Code] = &[
    &NOTHING_DELIVERED,
    &LATE,
    &STILL_BEING_WRITTEN,
    &EMPTY_FILE,
    &HEADER_ONLY,
    &NOT_UTF8,
    &UTF16,
    &BYTE_ORDER_MARK,
    &WRONG_DELIMITER,
    &DUPLICATE_HEADER,
    &MISSING_COLUMN,
    &OVER_SHARED,
    &CUT_INSIDE_A_CELL,
    &CUT_OFF,
    &NOT_PARQUET,
    &NOTE_DIFFERS,
    &TOO_LARGE,
    &PERIOD_NOT_EXPECTED,
    &TRANSPORT_FAILED,
    &SERVER_REFUSED,
    &REDIRECT_REFUSED,
    &TOKEN_MISSING,
    &SAMPLE_REFUSED,
    &VOLUME_OUTSIDE_BAND,
    &PERIOD_LOST,
    &HELD_TOO_LONG,
    &REPLAYED,
    &OPT_OUTS_DIFFER,
    &OPT_OUTS_NOT_STATED,
    &KEY_PROOF_MISSING,
    &WRONG_KEY,
    &KEY_PROOF_DIFFERS,
    &CORRECTION_WITHOUT_REASON,
    &SERVER_BUSY,
    &NOT_THE_DATA,
    &EMPTY_ANSWER,
    &PAGES_DIFFER,
    &ANSWER_NOT_WHOLE,
    &TOO_MANY_PAGES,
    &QUERY_FAULTY,
    &LINK_NOT_FOUND,
    &CERTIFICATES_UNUSABLE,
    &DECRYPTION_FAILED,
    &SERVER_UNKNOWN,
    &LOGIN_REFUSED,
    &KEY_AT_THE_PIPELINE,
    &KEY_NOT_USABLE,
    &IDENTIFIERS_REFUSED,
    &IDENTIFIER_ELSEWHERE,
    &NOT_A_WORKBOOK,
    &WORKBOOK_MACROS,
    &WORKBOOK_LINKS,
    &WORKBOOK_ENCRYPTED,
    &UNPACKS_TOO_LARGE,
    &SHEET_MISSING,
    &HEADER_NOT_FOUND,
    &HEADER_CHANGED,
    &OTHER_TABLE,
    &HIDDEN_ROWS,
    &WRONG_ENCODING,
    &NOT_JSON,
    &TWO_FILES_FOR_ONE_PERIOD,
    &MERGED_CELLS,
    &SPREADSHEET_DAMAGE,
    &WORKBOOK_HOLDS_MORE,
    &TOTALS_ROW,
    &DAY_FOR_PERIOD,
    &READ_WITH_CARE,
    &NO_MAPPING,
    &ANSWERED_WITH_WARNINGS,
    &PARQUET_COLUMN,
    &PARQUET_ENCRYPTED,
    &PARQUET_COMPRESSION,
    &COMPANION_MISSING,
    &COMPANION_DIFFERS,
];
