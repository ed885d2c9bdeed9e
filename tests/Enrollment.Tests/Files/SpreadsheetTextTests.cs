using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Enrollment.Tests.Files;

/// <summary>What a spreadsheet would compute is given to it as text, whatever stands before it.</summary>
public sealed class SpreadsheetTextTests
{
    private static readonly string[] Signs = ["=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "\u2212", "\uFE66", "\uFE62", "\uFE63", "\uFE6B"];

    // Blanks, and what is drawn as nothing.
    private static readonly string[] Unseen =
    [
        " ", "\u00A0", "\u3000", "\u2003", "\u202F", "\u1680", "\u2028", "\u200B", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u202E", "\u3164", "\u2800", "\u115F", "\uFFA0", "\u0301", "\u0007", "\u0085", "\uE000", "\U000E0041", "\uFE0F",
    ];

    [Fact]
    public void A_formula_behind_any_two_blanks_or_invisible_characters_is_guarded_and_read_back_as_it_was()
    {
        foreach (var sign in Signs)
            foreach (var first in Unseen)
                foreach (var second in Unseen.Append(""))
                {
                    var text = $"{first}{second}{sign}1+1";
                    var guarded = SpreadsheetText.Guard(text);
                    Assert.True(guarded == "'" + text, $"U+{(int)first[0]:X4} U+{(int)second.FirstOrDefault():X4} {sign}");
                    Assert.Equal(text, SpreadsheetText.Unguard(guarded));
                }
    }

    [Theory]
    [InlineData("\t1")]
    [InlineData("\r1")]
    [InlineData("\n1")]
    [InlineData("\t\u200B=1")]
    [InlineData("'=1")]
    [InlineData("''\u3000＝1")]
    public void What_begins_a_cell_or_was_guarded_before_is_guarded_too(string text)
    {
        Assert.Equal("'" + text, SpreadsheetText.Guard(text));
        Assert.Equal(text, SpreadsheetText.Unguard(SpreadsheetText.Guard(text)));
    }

    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("O'Neill")]
    [InlineData("'t Hooft")]
    [InlineData("a=b")]
    [InlineData(" a-b")]
    [InlineData("Ñandú")]
    [InlineData("李明")]
    [InlineData("\U0001F600=1")]
    [InlineData("")]
    public void Names_are_left_as_they_are(string text)
    {
        Assert.Equal(text, SpreadsheetText.Guard(text));
        Assert.Equal(text, SpreadsheetText.Unguard(text));
    }
}
