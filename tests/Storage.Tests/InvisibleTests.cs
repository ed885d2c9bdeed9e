using System.Text;

namespace AccessKiosk.Storage.Tests;

/// <summary>What nobody sees makes no name, and no two names of one.</summary>
public sealed class InvisibleTests
{
    [Theory]
    [InlineData(0x00AD)]
    [InlineData(0x034F)]
    [InlineData(0x061C)]
    [InlineData(0x115F)]
    [InlineData(0x17B4)]
    [InlineData(0x180B)]
    [InlineData(0x180E)]
    [InlineData(0x200B)]
    [InlineData(0x202E)]
    [InlineData(0x2060)]
    [InlineData(0x2065)]
    [InlineData(0x2800)]
    [InlineData(0x3164)]
    [InlineData(0xFE0F)]
    [InlineData(0xFEFF)]
    [InlineData(0xFFA0)]
    [InlineData(0x1BCA0)]
    [InlineData(0x1D173)]
    [InlineData(0xE0001)]
    [InlineData(0xE0041)]
    [InlineData(0xE01EF)]
    public void What_is_drawn_as_nothing_is_taken_away_around_a_text_and_does_not_tell_two_apart(int character)
    {
        var unseen = new Rune(character).ToString();
        Assert.True(Invisible.IsAll(unseen + " " + unseen));
        Assert.Equal("Ann", Invisible.Trim($"{unseen} Ann{unseen}\t"));
        Assert.Equal(Check.Key("Ann Berg"), Check.Key($"{unseen}An{unseen}n Berg"));
    }

    [Theory]
    [InlineData("می\u200Cخواهم")]
    [InlineData("क्\u200Dष")]
    [InlineData("\u06DDآية")]
    [InlineData("e\u0301")]
    [InlineData("👩\u200D🚀")]
    public void What_scripts_are_written_with_is_kept(string name)
    {
        Assert.False(Invisible.IsAll(name));
        Assert.Equal(name, Invisible.Trim(name));
        Assert.Equal(name, Invisible.Without(name));
    }

    [Theory]
    [InlineData("\u200D")]
    [InlineData("\u200C \u200C")]
    [InlineData("\u0301")]
    [InlineData("\u0007")]
    public void A_joiner_or_an_accent_alone_shows_nothing(string text) => Assert.True(Invisible.IsAll(text));

    [Fact]
    public void Half_of_a_pair_is_left_to_be_refused() => Assert.Equal("a\uD800", Invisible.Trim(" a\uD800\u200B"));
}
