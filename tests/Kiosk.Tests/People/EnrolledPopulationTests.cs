using System.Diagnostics;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>The gallery follows the store.</summary>
public sealed class EnrolledPopulationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workforce-").FullName;
    private EnrolledPopulation _workforce = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _workforce = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _workforce.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Somebody_added_is_found_within_100_ms_while_searches_go_on_without_a_pause()
    {
        await EnrolAsync(Enumerable.Range(1, 500));
        using var stop = new CancellationTokenSource();
        var longest = TimeSpan.Zero;
        var searches = 0;
        var searching = Task.Run(() =>
        {
            var probe = Vector(7);
            var best = new Candidate[2];
            while (!stop.IsCancellationRequested)
            {
                var start = Stopwatch.GetTimestamp();
                Assert.Equal(2, _workforce.Gallery.Search(probe, best));
                searches++;
                longest = Stopwatch.GetElapsedTime(start) is var took && took > longest ? took : longest;
            }
        }, Cancellation);

        var delays = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var person = Assert.Single(await EnrolAsync([1000 + i]));
            var acknowledged = Stopwatch.GetTimestamp();
            while (Find(1000 + i) != person.Id)
                await Task.Yield();
            delays.Add(Stopwatch.GetElapsedTime(acknowledged));
        }
        await stop.CancelAsync();
        await searching;
        delays.Sort();
        output.WriteLine($"in effect after {delays[10].TotalMilliseconds:0.0} ms (median), {delays[^1].TotalMilliseconds:0.0} ms (longest); {searches} searches meanwhile, the longest {longest.TotalMilliseconds:0.0} ms");
        Assert.True(searches > 100);
        // What is promised is 100 ms; a busy machine is no fault of the code, so most must keep it, by far.
        Assert.True(delays[10] < TimeSpan.FromMilliseconds(100), $"{delays[10]}");
    }

    [Fact]
    public async Task Somebody_erased_is_out_of_the_gallery_when_the_erasure_is_acknowledged()
    {
        var people = await EnrolAsync([1, 2]);
        await _workforce.Store.Privacy.EraseAsync(people[0].Id, PeopleProgram.By, Cancellation);
        Assert.False(_workforce.Gallery.Contains(people[0].Id));
        Assert.Equal((1, null, people[1].Id), (_workforce.Gallery.People, Find(1), Find(2)));
        Assert.Null(_workforce.NameOf(people[0].Id));
    }

    [Fact]
    public async Task Erasing_right_after_enrolling_never_leaves_anybody_behind()
    {
        for (var i = 0; i < 30; i++)
        {
            var person = Assert.Single(await EnrolAsync([i + 1], settle: false));
            await _workforce.Store.Privacy.EraseAsync(person.Id, PeopleProgram.By, Cancellation);
            await _workforce.SettledAsync();
            Assert.Equal(0, _workforce.Gallery.References);
        }
    }

    [Fact]
    public async Task Consent_withdrawn_takes_the_person_out_and_given_again_with_references_in()
    {
        var person = Assert.Single(await EnrolAsync([1]));
        await _workforce.Store.Consents.RecordAsync(person.Id, new(ConsentDecision.Withdrawn, "1", "me"), PeopleProgram.By, Cancellation);
        Assert.Equal(0, _workforce.Gallery.People);
        await _workforce.Store.References.AddAsync(person.Id, [Reference(1)], Granted, PeopleProgram.By, Cancellation);
        await _workforce.SettledAsync();
        Assert.Equal(person.Id, Find(1));
    }

    [Fact]
    public async Task Everybody_is_there_again_after_opening_and_references_of_another_embedder_are_not()
    {
        var people = await EnrolAsync(Enumerable.Range(1, 50));
        await _workforce.Store.References.AddAsync(people[0].Id, [Reference(99, new string('b', 64))], null, PeopleProgram.By, Cancellation);
        await _workforce.DisposeAsync();
        _workforce = await OpenAsync();
        Assert.Equal((50, 50), (_workforce.Gallery.People, _workforce.Gallery.References));
        Assert.All(Enumerable.Range(1, 50), i => Assert.Equal(people[i - 1].Id, Find(i)));
        Assert.NotEqual(people[0].Id, Find(99));
    }

    [Fact]
    public async Task The_newest_calibration_of_the_store_is_in_force_unless_the_options_name_a_file()
    {
        var shipped = _workforce.Points.Record;
        var newer = shipped with { CreatedAt = shipped.CreatedAt.AddYears(1), Data = shipped.Data with { Description = "this site" } };
        await _workforce.Store.Calibrations.AddAsync(
            shipped.ModelHash, "this site", Enrollment.Calibration.CalibrationJson.Write(newer), PeopleProgram.By, newer.CreatedAt, Cancellation);
        await _workforce.DisposeAsync();
        _workforce = await OpenAsync();
        Assert.Equal("this site", _workforce.Points.Record.Data.Description);
        await _workforce.DisposeAsync();
        _workforce = await OpenAsync($"Recognition:Calibration={CalibrationFiles.Of("", "recognition")}");
        Assert.Equal(shipped.Data.Description, _workforce.Points.Record.Data.Description);
    }

    [Fact]
    public async Task A_newer_record_is_in_force_while_the_kiosk_runs_and_a_removed_one_no_longer_is()
    {
        var shipped = _workforce.Points.Record;
        var threshold = _workforce.Points.Threshold(100);
        var stricter = shipped with
        {
            CreatedAt = shipped.CreatedAt.AddYears(1), Data = shipped.Data with { Description = "this site" },
            // Every stranger scores a little higher here.
            Distribution = [.. shipped.Distribution.Select(p => p with { Threshold = Math.Min(1, p.Threshold + 0.05f) }).DistinctBy(p => p.Threshold)],
        };
        var kept = await _workforce.Store.Calibrations.AddAsync(
            shipped.ModelHash, "this site", Enrollment.Calibration.CalibrationJson.Write(stricter), PeopleProgram.By, stricter.CreatedAt, Cancellation);
        await ActivateAsync("this site");
        Assert.InRange(_workforce.Points.Threshold(100), threshold + 0.04f, threshold + 0.06f);

        await _workforce.Store.Calibrations.RemoveAsync(kept.Id, PeopleProgram.By, Cancellation);
        await ActivateAsync(shipped.Data.Description);
        Assert.Equal(threshold, _workforce.Points.Threshold(100));
    }

    [Fact]
    public async Task A_record_that_cannot_be_used_changes_nothing_and_is_told()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _workforce.DisposeAsync();
        _workforce = await OpenAsync(reason => told.TrySetResult(reason));
        var before = _workforce.Points.Record;
        await _workforce.Store.Calibrations.AddAsync(before.ModelHash, "broken", "{}", PeopleProgram.By, before.CreatedAt.AddYears(1), Cancellation);
        Assert.Contains("not active", await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation), StringComparison.Ordinal);
        Assert.Same(before, _workforce.Points.Record);
    }

    [Fact]
    public async Task A_record_that_cannot_speak_for_the_gallery_is_passed_over_at_the_start_too()
    {
        var shipped = _workforce.Points.Record;
        await EnrolAsync([1, 2]);
        var small = SmallRecord.Of(shipped) with { CreatedAt = shipped.CreatedAt.AddYears(1) };
        await _workforce.DisposeAsync();
        await using (var store = await KioskStore.OpenAsync(new() { Directory = _folder }, StoreAccess.Exclusive, TimeProvider.System, Cancellation))
            await store.Calibrations.AddAsync(small.ModelHash, "small", Enrollment.Calibration.CalibrationJson.Write(small), PeopleProgram.By, small.CreatedAt, Cancellation);
        _workforce = await OpenAsync(SmallRecord.TooStrictSetting);
        Assert.Equal(shipped.Data.Description, _workforce.Points.Record.Data.Description);
    }

    [Fact]
    public async Task Of_a_gallery_too_large_for_the_record_nobody_matches_and_it_is_told_once()
    {
        var file = Path.Combine(_folder, "small.json");
        await SmallRecord.WriteAsync(file);
        await _workforce.DisposeAsync();
        var told = new List<string>();
        _workforce = await OpenAsync(told.Add, $"Recognition:Calibration={file}", SmallRecord.TooStrictSetting);
        GalleryView[] lanes = [new(_workforce.Gallery, _workforce.Points), new(_workforce.Gallery, _workforce.Points)];
        foreach (var people in new[] { [1, 2], new[] { 3 } })
        {
            await EnrolAsync(people);
            Assert.All(lanes, lane => Assert.False(lane.Identify(Vector(people[0]), 30).IsAccepted(new())));
        }

        Assert.Contains("nobody can be let in: The calibration record cannot give a threshold", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_threshold_rises_as_the_gallery_grows()
    {
        var view = new GalleryView(_workforce.Gallery, _workforce.Points);
        await EnrolAsync([1]);
        var few = view.Identify(Vector(1), 3).Threshold;
        await EnrolAsync(Enumerable.Range(2, 500));
        var many = view.Identify(Vector(1), 3).Threshold;
        Assert.Equal((_workforce.Points.For(1).Threshold, _workforce.Points.For(501).Threshold), (few, many));
        Assert.True(many > few);
    }

    [Fact]
    public async Task The_duplicate_threshold_is_stricter_than_the_doors()
    {
        await EnrolAsync([1]);
        Assert.True(_workforce.Duplicates.Threshold(0) > _workforce.Points.Threshold(1));
    }

    private async Task ActivateAsync(string description)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (_workforce.Points.Record.Data.Description != description)
            await Task.Delay(5, limit.Token);
    }

    private static NewConsent Granted => new(ConsentDecision.Granted, "1", "me");

    private Task<EnrolledPopulation> OpenAsync(params string[] settings) => OpenAsync(Assert.Fail, settings);

    private Task<EnrolledPopulation> OpenAsync(Action<string> onFault, params string[] settings)
    {
        var options = KioskOptions.Load([$"Store:Directory={_folder}", .. settings]);
        return EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Exclusive, TimeProvider.System, Cancellation, onFault);
    }

    private async Task<IReadOnlyList<Person>> EnrolAsync(IEnumerable<int> numbers, bool settle = true)
    {
        var people = await _workforce.Store.People.EnrolAsync(
            [.. numbers.Select(i => new NewEnrollment(new() { Name = $"Person {i}" }, Granted, [Reference(i)]))], PeopleProgram.By, Cancellation);
        if (settle)
            await _workforce.SettledAsync();
        return people;
    }

    private static NewReference Reference(int seed, string? model = null) => new(Vector(seed), model ?? FaceEmbedder.ModelHash, 0.8f, DateTimeOffset.UnixEpoch, "picture");

    private PersonId? Find(int seed)
    {
        var best = new Candidate[1];
        return _workforce.Gallery.Search(Vector(seed), best) == 1 && best[0].Score > 0.9f ? best[0].Person : null;
    }

    private static float[] Vector(int seed)
    {
        var random = new Random(seed);
        var vector = new float[FaceEmbedder.Dimensions];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = random.NextSingle() - 0.5f;
        var norm = MathF.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / norm)];
    }
}
