using System.Globalization;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>What <c>--json</c> prints is for programs: it parses, one object a line, with the fields that are documented.</summary>
public sealed class JsonTests : IDisposable
{
    private static readonly string[] VerificationFields = ["images", "undetected", "pairs", "accuracy", "accuracyStd", "auc", "eer", "tmrAtFmr", "msPerImage", "matedPairs", "nonMatedPairs"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Detect_gives_boxes_points_and_quality_of_every_face()
    {
        var result = (await KioskProgram.RunAsync("detect", "--json", "--thorough", Recordings.Sample(1), Recordings.Sample(2))).Exited(0);
        Assert.Equal(["sample1.jpg", "sample2.jpg"], result.Json.Select(picture => picture.GetProperty("file").GetString()));
        ProgramResult.HasFields(result.Json[0], "file", "width", "height", "faces");
        Assert.Equal(3, result.Json[0].GetProperty("faces").GetArrayLength());
        foreach (var face in result.Json[0].GetProperty("faces").EnumerateArray())
        {
            ProgramResult.HasFields(face, "box", "score", "points", "quality");
            Assert.Equal((4, 5), (face.GetProperty("box").GetArrayLength(), face.GetProperty("points").GetArrayLength()));
            ProgramResult.HasFields(face.GetProperty("quality"), "eyeDistance", "inside", "sharpness", "brightness", "contrast", "yaw", "pitch", "roll", "eyeOpenness", "faults");
        }
    }

    [Fact]
    public async Task Detect_judges_quality_as_configured_and_its_table_fits_a_page()
    {
        var strict = Assert.Single((await KioskProgram.RunAsync("detect", "--json", Recordings.Portrait, "--set", "Quality:MinContrast=128")).Exited(0).Json);
        Assert.Contains("lowContrast", strict.GetProperty("faces")[0].GetProperty("quality").GetProperty("faults").EnumerateArray().Select(f => f.GetString()));
        var table = (await KioskProgram.RunAsync("detect", Recordings.Sample(6), "--set", "Quality:MinContrast=128")).Exited(0).Output;
        Assert.Contains("hardly any contrast", table, StringComparison.Ordinal);
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        (await KioskProgram.RunAsync("detect", Recordings.Portrait, "--set", "Quality:MinContrast=loud")).Exited(2);
        Assert.Contains("Nothing is not known", (await KioskProgram.RunAsync("embed", Recordings.Portrait, "--set", "Nothing:Here=1")).Exited(2).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Detection:MinScore=0.5")]
    [InlineData(0, "Detection:MinScore=0.98")]
    public async Task Detect_looks_as_the_camera_loop_is_configured_to(int faces, string setting)
    {
        using var man = Recordings.Picture(Recordings.Man, 30);
        var file = _folder.File("man.png", ImageFile.Encode(man, ImageFormat.Png));
        var answer = Assert.Single((await KioskProgram.RunAsync("detect", "--json", file, "--set", setting)).Exited(0).Json);
        Assert.Equal(faces, answer.GetProperty("faces").GetArrayLength());
    }

    [Fact]
    public async Task Embed_gives_a_unit_vector_and_its_model()
    {
        var answer = Assert.Single((await KioskProgram.RunAsync("embed", "--json", Recordings.Portrait, "--set", "Inference:Threads=1")).Exited(0).Json);
        ProgramResult.HasFields(answer, "file", "model", "embedding");
        Assert.Equal(FaceEmbedder.ModelHash, answer.GetProperty("model").GetString());
        var vector = answer.GetProperty("embedding").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal(512, vector.Length);
        Assert.Equal(1, vector.Sum(value => value * value), 4);
    }

    [Fact]
    public async Task Verify_answers_yes_with_0_and_no_with_1()
    {
        using var first = Recordings.Picture(Recordings.Man, 30);
        using var second = Recordings.Picture(Recordings.ManAnotherDay, 30);
        using var other = Recordings.Picture(Recordings.Stranger, 30);
        var (a, b, c) = (Save(first, "a.png"), Save(second, "b.png"), Save(other, "c.png"));
        var yes = Assert.Single((await KioskProgram.RunAsync("verify", a, b, "--json")).Exited(0).Json);
        ProgramResult.HasFields(yes, "a", "b", "score", "threshold", "fmr", "fmrUpper95", "extrapolated", "match", "verdict");
        Assert.True(yes.GetProperty("match").GetBoolean());
        var no = Assert.Single((await KioskProgram.RunAsync("verify", a, c, "--json")).Exited(1).Json);
        Assert.False(no.GetProperty("match").GetBoolean());
        Assert.True(no.GetProperty("score").GetSingle() < no.GetProperty("threshold").GetSingle());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Evaluate_gives_exactly_the_fields_of_its_contract()
    {
        var people = People(men: 2, picturesEach: 4);
        var pairs = _folder.File("pairs.txt", "2\t2\nMan\t1\t2\nMan\t3\t4\nMan\t1\tStranger\t1\nMan\t2\tStranger\t2\nStranger\t1\t2\nStranger\t3\t4\nMan\t3\tStranger\t3\nMan\t4\tStranger\t4\n"u8);
        var listed = Assert.Single((await KioskProgram.RunAsync("lab", "evaluate", "verification", "--images", people, "--pairs", pairs, "--json")).Exited(0).Json);
        ProgramResult.HasFields(listed, VerificationFields);
        Assert.Equal((8, 0, 8, 1.0), (listed.GetProperty("images").GetInt32(), listed.GetProperty("undetected").GetInt32(), listed.GetProperty("pairs").GetInt32(), listed.GetProperty("accuracy").GetDouble()));
        ProgramResult.HasFields(listed.GetProperty("tmrAtFmr"), "1e-2", "1e-3");

        var all = Assert.Single((await KioskProgram.RunAsync("lab", "evaluate", "verification", "--images", people, "--all-pairs", "--json")).Exited(0).Json);
        ProgramResult.HasFields(all, VerificationFields);
        Assert.Equal((12, 16, 28), (all.GetProperty("matedPairs").GetInt32(), all.GetProperty("nonMatedPairs").GetInt32(), all.GetProperty("pairs").GetInt32()));
        ProgramResult.HasFields(all.GetProperty("tmrAtFmr"), "1e-2", "1e-3", "1e-4", "1e-5");
        foreach (var rate in all.GetProperty("tmrAtFmr").EnumerateObject())
            ProgramResult.HasFields(rate.Value, "tmr", "threshold");
    }

    [Theory]
    [InlineData("nonsense", "pairs.txt, line 1")]
    [InlineData("1\t1\nMan\t1\t2\nMan\t1\tNobody\t1\n", "Nobody")]
    public async Task A_bad_list_of_pairs_is_refused_with_the_place(string content, string place)
    {
        var pairs = _folder.File("pairs.txt", System.Text.Encoding.UTF8.GetBytes(content));
        var result = (await KioskProgram.RunAsync("lab", "evaluate", "verification", "--images", People(1, 2), "--pairs", pairs, "--json")).Exited(2);
        Assert.Empty(result.Output);
        Assert.Contains(place, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Replay_gives_events_with_the_documented_fields()
    {
        var events = (await KioskProgram.RunAsync("lab", "replay", Recordings.ManAnotherDay, "--enroll", $"Audun={Recordings.Man}", "--json")).Exited(0).Json;
        Assert.All(events, e => Assert.True(DateTimeOffset.TryParse(e.GetProperty("at").GetString(), CultureInfo.InvariantCulture, out _)));
        var granted = events.First(e => e.GetProperty("code").GetString() == "access.granted");
        ProgramResult.HasFields(granted, "id", "at", "code", "severity", "door", "camera", "track", "person", "name", "score", "threshold", "liveness", "frames", "seconds", "method", "embedder");
        Assert.Equal("Audun", granted.GetProperty("name").GetString());
        Assert.Equal(["person.enrolled", "camera.opened"], events.Take(2).Select(e => e.GetProperty("code").GetString()));
        // Whoever stays is looked at anew, and may be asked for a movement that no recording makes.
        Assert.DoesNotContain(events, e => e.GetProperty("severity").GetString() is "alarm" or "fault");
        Assert.All(events.Where(e => e.GetProperty("code").GetString() == "access.denied"), e => Assert.Contains(e.GetProperty("reason").GetString(), (string[])["liveness_not_shown", "challenge_failed"]));
    }

    private string Save(Image picture, string name) => _folder.File(name, ImageFile.Encode(picture, ImageFormat.Png));

    private string People(int men, int picturesEach)
    {
        foreach (var (name, recording) in new[] { ("Man", Recordings.Man), ("Stranger", Recordings.Stranger) }.Take(men))
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "people", name)).FullName;
            foreach (var (i, picture) in Recordings.Pictures(recording, 20, 20 + 25 * picturesEach, every: 25).Index())
                using (picture)
                    ImageFile.Save(picture, Path.Combine(folder, $"{name}_{i + 1:0000}.png"));
        }

        return Path.Combine(_folder.Path, "people");
    }
}
