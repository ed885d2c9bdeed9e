using System.Text;
using AccessKiosk.PowerCut.Recording;
using AccessKiosk.PowerCut.Simulation;

namespace AccessKiosk.PowerCut.Tests.Simulation;

/// <summary>Which states the model of the disk allows: each test cuts the power hundreds of times after the same calls.</summary>
public sealed class DiskTests
{
    private const int Cuts = 500;
    private readonly List<Step> _steps = [Call(StepKind.Open, 3, "/r")];

    [Fact]
    public void What_was_flushed_is_there_after_every_cut()
    {
        Write("/r/a", 4, "first", flush: true, flushName: true);
        Assert.All(States(), state => Assert.Equal("first", Text(state, "a")));
    }

    [Fact]
    public void A_file_may_be_lost_when_only_its_content_was_flushed()
    {
        Write("/r/a", 4, "first", flush: true, flushName: false);
        Assert.Equal([null, "first"], Seen("a"));
    }

    [Fact]
    public void A_write_that_was_not_flushed_is_there_or_lost_or_zeros_or_without_its_size()
    {
        Write("/r/a", 4, "first", flush: true, flushName: true);
        _steps.Add(Call(StepKind.Write, 4, "second", at: 5));
        Assert.Equal(["first", "first\0\0\0\0\0\0", "firstsecond"], Seen("a"));
    }

    [Fact]
    public void A_later_write_may_reach_the_disk_without_the_one_before()
    {
        Write("/r/a", 4, "", flush: true, flushName: true);
        Write("/r/b", 5, "", flush: true, flushName: true);
        _steps.Add(Call(StepKind.Write, 4, "1"));
        _steps.Add(Call(StepKind.Write, 5, "2"));
        Assert.Contains(States(), state => Text(state, "a") == "" && Text(state, "b") == "2");
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_long_write_is_torn_at_borders_of_blocks(int block)
    {
        Write("/r/a", 4, new string('1', 4 * block), flush: true, flushName: true);
        _steps.Add(Call(StepKind.Write, 4, new string('2', 4 * block)));
        var torn = Seen("a").Select(text => text![..(4 * block)]).Where(text => text.Contains('1') && text.Contains('2')).ToList();
        Assert.Contains(torn, text => text.Chunk(block).All(part => part.Distinct().Count() == 1));
        Assert.All(torn, text => Assert.All(text.Chunk(512), part => Assert.Single(part.Distinct())));
        // A hole between two written blocks: no order holds among them.
        Assert.Contains(torn, text => text.Contains("212", StringComparison.Ordinal) || text.Replace(new string('2', block), "2", StringComparison.Ordinal).Contains('1'));
    }

    [Fact]
    public void A_truncation_that_was_not_flushed_may_come_back()
    {
        Write("/r/a", 4, "first", flush: true, flushName: true);
        _steps.Add(Call(StepKind.Truncate, 4, "", at: 0));
        Assert.Contains("first", Seen("a"));
        Assert.Contains("", Seen("a"));
    }

    [Fact]
    public void A_truncation_happens_whole_or_not_at_all_and_what_was_written_after_it_not_without_it()
    {
        Write("/r/a", 4, new string('1', 4 * 4096), flush: true, flushName: true);
        _steps.Add(Call(StepKind.Truncate, 4, "", at: 0));
        _steps.Add(Call(StepKind.Write, 4, new string('2', 4096), at: 8192));
        Assert.All(Seen("a"), text => Assert.True(text!.All(c => c == '1') ? text!.Length is 0 or 4 * 4096 : !text!.Contains('1'), text));
        Assert.Contains(Seen("a"), text => text!.EndsWith('2'));
    }

    [Fact]
    public void A_rename_happens_whole_or_not_at_all()
    {
        Write("/r/a", 4, "old", flush: true, flushName: true);
        Write("/r/a.new", 5, "new", flush: true, flushName: true);
        _steps.Add(new(StepKind.Rename, -1, 0, Bytes("/r/a.new"), Bytes("/r/a")));
        Assert.All(States(), state => Assert.Equal(Text(state, "a") == "new" ? null : "new", Text(state, "a.new")));
        Assert.Equal(["new", "old"], Seen("a"));
    }

    [Fact]
    public void A_removed_file_may_come_back_until_its_folder_is_flushed()
    {
        Write("/r/a", 4, "first", flush: true, flushName: true);
        _steps.Add(Call(StepKind.Remove, -1, "/r/a"));
        Assert.Equal([null, "first"], Seen("a"));
        _steps.Add(Call(StepKind.Flush, 3, ""));
        Assert.Equal([null], Seen("a"));
    }

    [Fact]
    public void A_folder_that_was_not_flushed_from_above_is_lost_with_what_lies_in_it()
    {
        _steps.Add(Call(StepKind.MakeFolder, -1, "/r/f"));
        _steps.Add(Call(StepKind.Open, 6, "/r/f"));
        Write("/r/f/a", 4, "first", flush: true, flushName: false);
        _steps.Add(Call(StepKind.Flush, 6, ""));
        Assert.Equal([null, "first"], Seen("f/a"));
        _steps.Add(Call(StepKind.Flush, 3, ""));
        Assert.Equal(["first"], Seen("f/a"));
    }

    [Fact]
    public void A_disk_that_ignores_flushes_may_lose_everything()
    {
        Write("/r/a", 4, "first", flush: true, flushName: true);
        Assert.Contains(States(ignoreFlushes: true), state => Text(state, "a") is null);
    }

    [Fact]
    public void A_file_that_was_never_seen_ends_the_test_instead_of_being_left_out()
    {
        _steps.Add(new(StepKind.Rename, -1, 0, Bytes("/r/x"), Bytes("/r/y")));
        Assert.Throws<PowerCutException>(() => States());
    }

    private void Write(string path, int descriptor, string text, bool flush, bool flushName)
    {
        _steps.Add(Call(StepKind.Open, descriptor, path));
        if (text.Length > 0)
            _steps.Add(Call(StepKind.Write, descriptor, text));
        if (flush)
            _steps.Add(Call(StepKind.Flush, descriptor, ""));
        if (flushName)
            _steps.Add(Call(StepKind.Flush, 3, ""));
    }

    private static Step Call(StepKind kind, int descriptor, string first, long at = 0) => new(kind, descriptor, at, Bytes(first), default);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private List<DiskState> States(bool ignoreFlushes = false)
    {
        var disk = new Disk("/r", _ => false, ignoreFlushes);
        _steps.ForEach(disk.Apply);
        return [.. Enumerable.Range(0, Cuts).Select(seed => new Cut(disk, new Random(seed)).Make())];
    }

    private static string? Text(DiskState state, string path) =>
        state.Files.TryGetValue(path, out var content) ? Encoding.UTF8.GetString(content) : null;

    private List<string?> Seen(string path) =>
        [.. States().Select(state => Text(state, path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
