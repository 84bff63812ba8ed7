//! PDFs in which something acts, laid out in every way that a reader would find it; and those of everyday programs, in which
//! nothing does.

use std::fmt::Write as _;
use std::io::Write as _;

use domain::rules::documents::ActiveContent::{
    self, Attachment, AutomaticAction, DynamicForm, Launch, Multimedia, Script,
};
use domain::rules::documents::DocumentFault::Active;

use super::*;

const SCRIPT: &str = "<</S/JavaScript/JS(app.alert\\(1\\))>>";

/// A file with a page, whose catalogue has more in it, and with more objects.
fn with(catalogue: &str, objects: &[&str]) -> Vec<u8> {
    let catalogue = format!("1 0 obj <</Type/Catalog/Pages 2 0 R{catalogue}>> endobj");
    file(&[&[catalogue.as_str(), TREE, PAGE][..], objects, &[TRAILER]].concat())
}

/// A stream of objects, numbered from 10 on, under a dictionary of its own.
fn packed(head: &str, objects: &[&str], pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let (mut numbers, mut bodies) = (String::new(), String::new());
    for (number, object) in (10..).zip(objects) {
        write!(numbers, "{number} {} ", bodies.len()).expect("room in memory");
        bodies += object;
        bodies += " ";
    }
    let data = pack(format!("{numbers}{bodies}").as_bytes());
    let head = head.replace("{first}", &numbers.len().to_string());
    let head = head.replace("{n}", &objects.len().to_string());
    let head = format!("9 0 obj <<{head}/Length {}>> stream\n", data.len());
    [head.as_bytes(), &data, b"\nendstream endobj\n"].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let mut digits = String::new();
    for byte in bytes {
        write!(digits, "{byte:02x}").expect("room in memory");
    }
    digits += ">";
    digits.into_bytes()
}

#[rstest]
#[case::when_opened(Script, &with("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", &[]))]
#[case::when_opened_elsewhere(Script, &with("/OpenAction 7 0 R", &["7 0 obj <</Type/Action/S/JavaScript/JS 8 0 R>> endobj"]))]
#[case::by_name(Script, &with("/Names<</JavaScript<</Names[(a)7 0 R]>>>>", &["7 0 obj <</S/JavaScript/JS(x)>> endobj"]))]
#[case::on_a_page(Script, &with("", &["3 0 obj <</Type/Page/Parent 2 0 R/AA<</O<</S/JavaScript/JS(x)>>>>>> endobj"]))]
#[case::of_a_field(Script, &with("/AcroForm<</Fields[7 0 R]>>", &["7 0 obj <</FT/Tx/T(a)/AA<</K 8 0 R>>>> endobj", "8 0 obj <</S/JavaScript/JS<78>>> endobj"]))]
#[case::of_a_rendition(Script, &with("", &["7 0 obj <</S/Rendition/OP 0/JS(x)>> endobj"]))]
#[case::escaped(Script, &with("", &["7 0 obj <</#53/J#61vaScript/#4a#53(x)>> endobj"]))]
#[case::escaped_key_alone(Script, &with("", &["7 0 obj <</S 8 0 R/J#53(x)>> endobj"]))]
#[case::kind_elsewhere(Script, &with("", &["7 0 obj <</S 8 0 R>> endobj", "8 0 obj /JavaScript endobj"]))]
#[case::odd_spaces(Script, &with("", &["7 0 obj%\r<</S%\n/JavaScript/JS%(\n(x)>>endobj"]))]
#[case::replaced_later(Script, &with("", &["7 0 obj <</S/JavaScript/JS(x)>> endobj", "7 0 obj <<>> endobj"]))]
#[case::in_the_data_of_a_stream(Script, &with("", &["6 0 obj <</Length 52>> stream\n7 0 obj <</S/JavaScript/JS(x)>> endobj               \nendstream endobj"]))]
#[case::in_what_is_broken(Script, &with("", &["7 0 obj <</A ) 1 >/S/JavaScript/JS(x)>> endobj"]))]
#[case::behind_a_word(Script, &with("", &["7 0 obj <</A endobj /S/JavaScript/JS(x)>> endobj"]))]
#[case::without_an_end(Script, &with("", &["7 0 obj <</S/JavaScript/JS(x)"]))]
#[case::in_the_trailer(Script, &with("", &["trailer <</Root<</Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>>>>>"]))]
#[case::of_a_model(Multimedia, &with("", &["7 0 obj <</Type/Annot/Subtype/RichMedia>> endobj"]))]
#[case::program(Launch, &with("/OpenAction<</S/Launch/F(cmd.exe)>>", &[]))]
#[case::program_on_a_link(Launch, &with("", &["7 0 obj <</Subtype/Link/A<</S/L#61unch/Win<</F(cmd)>>>>>> endobj"]))]
#[case::attached(Attachment, &with("/Names<</EmbeddedFiles<</Names[(a)7 0 R]>>>>", &["7 0 obj <</Type/Filespec/F(a.exe)/EF<</F 8 0 R>>>> endobj"]))]
#[case::attached_elsewhere(Attachment, &with("", &["7 0 obj <</F(a.exe)/EF 8 0 R>> endobj", "8 0 obj <</UF 9 0 R>> endobj"]))]
#[case::attached_stream(Attachment, &with("", &["8 0 obj <</Type/EmbeddedFile/Length 1>> stream\nx\nendstream endobj"]))]
#[case::dynamic_form(DynamicForm, &with("/AcroForm<</Fields[]/XFA[(template)7 0 R]>>", &[]))]
#[case::dynamic_form_in_one(DynamicForm, &with("/AcroForm 7 0 R", &["7 0 obj <</Fields[]/XFA 8 0 R>> endobj"]))]
#[case::phones_home(AutomaticAction, &with("/OpenAction<</S/URI/URI(https://example.org/)>>", &[]))]
#[case::phones_home_after(AutomaticAction, &with("/OpenAction 7 0 R", &["7 0 obj <</S/GoTo/D[3 0 R/Fit]/Next[8 0 R]>> endobj", "8 0 obj <</S/URI/URI(https://example.org/)>> endobj"]))]
#[case::sends_a_form(AutomaticAction, &with("", &["3 0 obj <</Type/Page/Parent 2 0 R/AA 7 0 R>> endobj", "7 0 obj <</C<</S/SubmitForm/F(https://example.org/)>>>> endobj"]))]
fn what_acts_is_refused(#[case] content: ActiveContent, #[case] file: &[u8]) {
    assert_eq!(open(file), Err(Active(content)));
}

#[rstest]
#[case::as_programs_write_them(packed("/Type/ObjStm/N {n}/First {first}/Filter/FlateDecode", &["<<>>", SCRIPT], deflated))]
#[case::in_an_array(packed("/Type/ObjStm/N {n}/First {first}/Filter[/FlateDecode]/DecodeParms[null]", &[SCRIPT], deflated))]
#[case::unpacked(packed("/Type/ObjStm/N {n}/First {first}", &[SCRIPT], <[u8]>::to_vec))]
#[case::of_an_escaped_type(packed("/Type/Obj#53tm/N {n}/First {first}/Filter/FlateDecode", &[SCRIPT], deflated))]
#[case::of_no_type(packed("/N {n}/First {first}/Filter/FlateDecode", &[SCRIPT], deflated))]
#[case::inside_a_text(packed("/Type/ObjStm/N {n}/First {first}/Filter/FlateDecode", &["(", SCRIPT, ")"], deflated))]
fn what_acts_is_found_in_streams_of_objects(#[case] stream: Vec<u8>) {
    let file = [with("/OpenAction 10 0 R", &[]), stream].concat();
    assert_eq!(open(&file), Err(Active(Script)));
}

/// What cannot be looked into is not taken: others may.
#[rstest]
#[case::other_filter(packed("/Type/ObjStm/N {n}/First {first}/Filter/ASCIIHexDecode", &[SCRIPT], hexadecimal))]
#[case::filter_of_few_readers(packed("/Type/ObjStm/N {n}/First {first}/F/ASCIIHexDecode", &[SCRIPT], hexadecimal))]
#[case::two_filters(packed("/Type/ObjStm/N {n}/First {first}/Filter[/ASCIIHexDecode/FlateDecode]", &[SCRIPT], |bytes| hexadecimal(&deflated(bytes))))]
#[case::filter_elsewhere(packed("/Type/ObjStm/N {n}/First {first}/Filter 8 0 R", &[SCRIPT], deflated))]
#[case::predictor(packed("/Type/ObjStm/N {n}/First {first}/Filter/FlateDecode/DecodeParms[<</Predictor 12>>]", &[SCRIPT], deflated))]
#[case::first_twice(packed("/Type/ObjStm/N {n}/First {first}/First 0/Filter/FlateDecode", &[SCRIPT], deflated))]
#[case::no_first(packed("/Type/ObjStm/N {n}/Filter/FlateDecode", &[SCRIPT], deflated))]
#[case::nothing_in_it(packed("/Type/ObjStm/N {n}/First {first}/Filter/FlateDecode", &[SCRIPT], hexadecimal))]
fn what_cannot_be_looked_into_is_unreadable(#[case] stream: Vec<u8>) {
    let file = [with("/OpenAction 10 0 R", &[]), stream].concat();
    assert_eq!(open(&file), Err(Unreadable));
}

#[test]
fn a_stream_of_objects_in_the_data_of_another_is_unreadable() {
    let inner = packed(
        "/Type/ObjStm/N {n}/First {first}/Filter/FlateDecode",
        &[SCRIPT],
        deflated,
    );
    let head = format!("8 0 obj <</Length {}>> stream\n", inner.len());
    let outer = [head.as_bytes(), &inner, b"\nendstream endobj\n"].concat();
    assert_eq!(open(&[with("", &[]), outer].concat()), Err(Unreadable));
}

#[test]
fn a_stream_of_objects_longer_than_it_is_found_is_unreadable() {
    let shown = "10 0 <<>>\nendstream\n";
    let hidden = "9 0 obj <</Type/ObjStm/N 1/First 5/Length 8 0 R>> stream\n";
    let length = "8 0 obj 900 endobj";
    let stream = format!("{hidden}{shown}{SCRIPT} endstream endobj {length}");
    assert_eq!(open(&[with("", &[]), stream.into_bytes()].concat()), Err(Unreadable));
}

/// What papers of everyday programs have in them: scanners, word processors, browsers, forms of authorities.
#[rstest]
#[case::goes_to_its_first_page(with("/OpenAction[3 0 R/FitH 842]", &[]))]
#[case::goes_to_a_name(with("/OpenAction(first)", &[]))]
#[case::goes_to_a_page(with("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>", &[]))]
#[case::goes_to_a_page_elsewhere(with("/OpenAction 7 0 R", &["7 0 obj <</Type/Action/S/GoTo/D[3 0 R/XYZ null null 0]>> endobj"]))]
#[case::asks_to_print(with("/OpenAction<</S/Named/N/Print>>", &[]))]
#[case::links(with("", &["7 0 obj <</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://ants.gouv.fr/JS/)>>>> endobj"]))]
#[case::form(with("/AcroForm<</Fields[7 0 R]/DA(/Helv 0 Tf 0 g)/NeedAppearances true>>", &["7 0 obj <</FT/Tx/T(nom)/V(MARTIN)/Subtype/Widget/Rect[0 0 9 9]>> endobj"]))]
#[case::form_that_is_sent_on_a_click(with("/AcroForm<</Fields[7 0 R]>>", &["7 0 obj <</FT/Btn/A<</S/SubmitForm/F(https://example.org/)>>>> endobj"]))]
#[case::signed(with("/AcroForm<</Fields[7 0 R]/SigFlags 3>>", &["7 0 obj <</FT/Sig/T(s)/V<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>>>>> endobj"]))]
#[case::words_about_it(with("", &["7 0 obj <</Title(How /JavaScript and /Launch work <</S/JavaScript/JS\\(x\\)>>)>> endobj"]))]
#[case::glyphs_named_by_their_codes(with("", &["7 0 obj <</Type/Font/Subtype/Type3/CharProcs<</AA 8 0 R/EF 8 0 R>>/Encoding<</Differences[170/AA 239/EF]>>>> endobj", "8 0 obj <</Length 1/Filter/FlateDecode>> stream\nx\nendstream endobj"]))]
#[case::layers(with("/OCProperties<</OCGs[]/D<</AS[]>>>>/PageMode/UseOutlines/Names<</Dests<</Names[]>>>>/ViewerPreferences<</DisplayDocTitle true>>", &[]))]
#[case::turns_pages(with("", &["3 0 obj <</Type/Page/Parent 2 0 R/AA<</O<</S/GoTo/D[3 0 R/Fit]>>>>>> endobj"]))]
fn papers_of_everyday_programs_are_taken(#[case] file: Vec<u8>) {
    assert_eq!(open(&file), Ok(()));
}

#[test]
fn an_action_that_follows_itself_comes_to_an_end() {
    let file = with(
        "/OpenAction 7 0 R",
        &[
            "7 0 obj <</S/GoTo/Next[7 0 R 8 0 R]>> endobj",
            "8 0 obj <</S/Named/Next 7 0 R>> endobj",
        ],
    );
    assert_eq!(open(&file), Ok(()));
}
