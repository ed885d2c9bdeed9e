using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>Ctrl-C at any moment: exit 130, quickly, and nothing half-written.</summary>
[Trait("Speed", "slow")]
public sealed class InterruptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> Moments
    {
        get
        {
            // The same moments at every run; from the loader's first instructions to the middle of the work.
            var random = new Random(7);
            return [.. Enumerable.Range(0, 6).Select(i => random.Next(20, 150) + 250 * i)];
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Calibrating_leaves_a_whole_record_or_none(int milliseconds)
    {
        var record = Path.Combine(_folder.Path, "out", "record.json");
        Directory.CreateDirectory(Path.GetDirectoryName(record)!);
        await InterruptAsync(milliseconds, ["calibrate", "--images", People(), "--description", "test", "--output", record]);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(record)!));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Evaluating_prints_no_half_answer(int milliseconds) =>
        Assert.Empty((await InterruptAsync(milliseconds, ["lab", "evaluate", "verification", "--images", People(), "--all-pairs", "--json"])).Output);

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Replaying_ends_with_a_whole_line(int milliseconds)
    {
        var result = await InterruptAsync(milliseconds, ["lab", "replay", Recordings.Stranger, "--enroll", $"Audun={Recordings.Man}", "--json"]);
        Assert.All(result.Json, e => Assert.NotEqual("", e.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Replaying_is_interrupted_in_the_middle_of_a_recording()
    {
        using var program = KioskProgram.Start(["lab", "replay", Recordings.Stranger, "--realtime", "--json"]);
        await program.AnsweredAsync();
        program.Interrupt();
        var result = (await program.EndAsync()).Exited(130);
        Assert.Equal("interrupted\n", result.Errors);
        Assert.Contains(result.Json, e => e.GetProperty("code").GetString()!.StartsWith("camera.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(500)]
    [InlineData(700)]
    [InlineData(900)]
    [InlineData(1200)]
    public async Task Drawing_leaves_a_whole_picture_or_none(int milliseconds)
    {
        var target = Path.Combine(_folder.Path, "out", "drawn.png");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var program = KioskProgram.Start(["detect", Recordings.Sample(1), "--draw", target]);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        if (program.IsRunning)
            program.Interrupt();
        var result = await program.EndAsync();
        Assert.True(result.ExitCode is 130 or 0, $"exit code {result.ExitCode}\n{result.Errors}");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(target)!))
        {
            Assert.Equal(target, file);
            using var whole = ImageFile.Load(file);
        }
    }

    [Fact]
    public async Task Being_terminated_is_told_from_being_interrupted()
    {
        using var program = KioskProgram.Start(["lab", "replay", Recordings.Stranger, "--realtime", "--json"]);
        await program.AnsweredAsync();
        program.Interrupt("TERM");
        (await program.EndAsync()).Exited(143);
    }

    private static async Task<ProgramResult> InterruptAsync(int milliseconds, string[] arguments)
    {
        using var program = KioskProgram.Start(arguments);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        Assert.True(program.IsRunning, "it was over before it could be interrupted");
        program.Interrupt();
        return (await program.EndAsync()).Exited(130);
    }

    // Enough work for many seconds: 40 people of 20 pictures, all the same file.
    private string People()
    {
        var picture = Path.Combine(_folder.Path, "picture.jpg");
        using (var man = Recordings.Picture(Recordings.Man, 30))
            ImageFile.Save(man, picture);
        for (var person = 0; person < 40; person++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "people", $"P{person}")).FullName;
            for (var i = 1; i <= 20; i++)
                File.CreateSymbolicLink(Path.Combine(folder, $"P{person}_{i:0000}.jpg"), picture);
        }

        return Path.Combine(_folder.Path, "people");
    }
}
