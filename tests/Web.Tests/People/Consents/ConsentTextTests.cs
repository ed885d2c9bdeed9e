using AccessKiosk.Web.People.Consents;

namespace AccessKiosk.Web.Tests.People.Consents;

/// <summary>What people agree to says what is really taken and kept, in their language, and the record says what they read.</summary>
public sealed class ConsentTextTests
{
    public static IEnumerable<TheoryDataRow<string>> Languages => ScreenLanguages.All.Keys.Select(code => new TheoryDataRow<string>(code));

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_text_that_ships_is_whole_in_every_language_and_says_by_each_way_what_becomes_of_pictures(string language)
    {
        var texts = Enum.GetValues<ConsentWay>().Select(way => ConsentText.Read(new(), way, language)).ToList();
        Assert.All(texts, text => Assert.Equal((4, language), (text.Paragraphs.Count, text.Language)));
        Assert.Equal(3, texts.Select(text => text.Paragraphs[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(texts.Skip(1), text => Assert.Contains("30", text.Paragraphs[0], StringComparison.Ordinal));
        Assert.DoesNotContain("30", texts[0].Paragraphs[0], StringComparison.Ordinal);
        Assert.Equal(language == "en", texts[0].Paragraphs[1] == ConsentText.Read(new(), ConsentWay.Camera, "en").Paragraphs[1]);
        Assert.Equal($"AccessKiosk 2026-12, camera ({language})", texts[0].Version);
    }

    [Fact]
    public void A_language_that_there_is_no_text_in_reads_English() =>
        Assert.Equal("en", ConsentText.Read(new(), ConsentWay.Camera, "tlh").Language);

    [Fact]
    public void A_text_of_the_sites_own_is_read_in_the_readers_language_where_there_is_one()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "consent.txt");
        File.WriteAllText(file, "Our text.\r\n\r\nOur second paragraph.");
        File.WriteAllText(Path.Combine(folder.Path, "consent.de.txt"), "Unser Text.");
        var options = new ConsentOptions { TextFile = file, Version = "ours 7" };

        var german = ConsentText.Read(options, ConsentWay.Camera, "de");
        Assert.Equal(("ours 7 (de)", "de", "Unser Text."), (german.Version, german.Language, Assert.Single(german.Paragraphs)));
        var other = ConsentText.Read(options, ConsentWay.Invitation, "fr");
        Assert.Equal(("ours 7", ""), (other.Version, other.Language));
        Assert.Equal(["Our text.", "Our second paragraph."], other.Paragraphs);
    }
}
