/** Texts that some collation, encoding or normalisation takes for one another, or for nothing. */
export const LOOKALIKES: readonly string[] = [
  ...['straße', 'strasse', 'STRASSE', 'Straße', 'ﬁ', 'fi'],
  ...['é', 'e\u0301', 'e', 'É', 'Å', '\u212b', 'ı', 'i', 'İ', 'I'],
  ...['a', 'A', 'a ', 'a  ', ' a', 'a\t', 'a\n', 'a\0', 'a\0b', '\0', ' ', 'a\u00ad', 'a\u200b', '\ufeffa'],
  ...['0', '00', '-0', '1', '1.0', '1e0', 'null', 'undefined', 'true', '{}', '*', '%', '_', 'a*', 'a%', 'a_'],
  ...['\\', "'", '"', ':', 'a:b', '{a}', 'a}b{', '\ufffd', '\uffff', '\u{10ffff}', '𝔘'],
  ...['ユーザー', 'ﾕｰｻﾞｰ', '用户', 'مستخدم', '👩‍🚀', '👩'],
]
