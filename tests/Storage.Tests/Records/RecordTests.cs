using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Storage.Tests.Records;

public sealed class RecordTests
{
    [Fact]
    public async Task Events_are_found_by_time_person_kind_and_door_and_page_by_page()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "A");
        var start = home.Time.GetUtcNow();
        for (var i = 0; i < 30; i++)
            await store.Events.AppendAsync(
                new()
                {
                    // Three share an instant: the page must not fall between them.
                    At = start.AddSeconds(i / 3),
                    Code = i % 2 == 0 ? EventCodes.AccessGranted : EventCodes.AccessDenied,
                    Door = i % 5 == 0 ? "back" : "front",
                    Person = i % 2 == 0 ? person.Id : null,
                    Score = i,
                    Liveness = double.NaN,
                },
                TestStore.Token);
        Assert.Equal(15, (await store.Events.QueryAsync(new() { Person = person.Id }, TestStore.Token)).Count);
        Assert.Equal(6, (await store.Events.QueryAsync(new() { Door = "back" }, TestStore.Token)).Count);
        Assert.Equal(3, (await store.Events.QueryAsync(new() { Door = "back", Kind = "access.denied" }, TestStore.Token)).Count);
        Assert.Equal(6, (await store.Events.QueryAsync(new() { From = start.AddSeconds(2), Until = start.AddSeconds(4) }, TestStore.Token)).Count);

        var scores = new List<double?>();
        AccessEvent? last = null;
        while (await store.Events.QueryAsync(new() { Limit = 7, Before = last }, TestStore.Token) is { Count: > 0 } page)
        {
            scores.AddRange(page.Select(happened => happened.Score));
            last = page[^1];
        }

        Assert.Equal(30, scores.Count);
        Assert.Equal(30, scores.Distinct().Count());
        Assert.Null(last!.Liveness);
    }

    [Fact]
    public async Task A_bad_event_among_many_is_refused_alone()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var twice = Guid.NewGuid();
        await store.Events.AppendAsync(Event(twice), TestStore.Token);
        var all = Enumerable.Range(0, 50).Select(i => store.Events.AppendAsync(Event(i == 25 ? twice : Guid.NewGuid()), TestStore.Token)).ToList();
        await TestStore.RefusedAsync(() => all[25], StoreFault.Conflict);
        all.RemoveAt(25);
        await Task.WhenAll(all);
        Assert.Equal(50, (await store.Events.QueryAsync(new(), TestStore.Token)).Count);
        await TestStore.RefusedAsync(() => store.Events.AppendAsync(Event(Guid.NewGuid()) with { Door = new('d', 201) }, TestStore.Token), StoreFault.Invalid);

        AccessEvent Event(Guid id) => new() { Id = id, At = home.Time.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "d" };
    }

    [Fact]
    public async Task Closing_writes_the_events_that_wait()
    {
        await using var home = new TestStore();
        List<Task> waiting;
        await using (var store = await home.OpenAsync())
            waiting = [.. Enumerable.Range(0, 300).Select(_ => store.Events.AppendAsync(
                new() { At = home.Time.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "d" }, TestStore.Token))];
        await Task.WhenAll(waiting);
        await using var again = await home.OpenAsync();
        Assert.Equal(300, (await again.StatusAsync(TestStore.Token)).Events);
    }

    [Fact]
    public async Task An_identified_person_is_seen_at_most_once_a_day()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "A");
        var first = home.Time.GetUtcNow();
        await SeeAsync();
        Assert.Equal(first, store.People.Find(person.Id)!.LastSeenAt);
        home.Time.Advance(TimeSpan.FromHours(23));
        await SeeAsync();
        Assert.Equal(first, store.People.Find(person.Id)!.LastSeenAt);
        home.Time.Advance(TimeSpan.FromHours(1));
        await SeeAsync();
        Assert.Equal(first.AddDays(1), store.People.Find(person.Id)!.LastSeenAt);

        Task SeeAsync() => store.Events.AppendAsync(
            new() { At = home.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Door = "d", Person = person.Id }, TestStore.Token);
    }

    [Fact]
    public async Task An_alert_keeps_its_picture_sealed_shows_it_to_the_reviewer_and_says_who_looked()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var picture = new byte[5000];
        new Random(3).NextBytes(picture);
        var alert = await store.Alerts.AddAsync(
            new() { At = home.Time.GetUtcNow(), Door = "front", Reason = ReasonCode.PresentationAttack, Cue = "outline", Score = 0.03, Picture = picture }, TestStore.Token);
        Assert.True(alert.HasPicture);
        await using (var stream = new FileStream(home.Database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestStore.Token);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(picture.AsSpan(1000, 16)));
        }

        Assert.Equal(picture, await store.Alerts.ReadPictureAsync(alert.Id, "Rita", TestStore.Token));
        Assert.Single(await store.Alerts.ListAsync(unreviewedOnly: true, cancellationToken: TestStore.Token));
        var reviewed = await store.Alerts.ReviewAsync(alert.Id, new("attack", "a phone", ForCalibration: true), "Rita", TestStore.Token);
        Assert.Equal(("attack", "Rita", home.Time.GetUtcNow()), (reviewed.Verdict, reviewed.ReviewedBy, reviewed.ReviewedAt));
        Assert.Equal(("a phone", true), (reviewed.Note, reviewed.ForCalibration));
        Assert.Empty(await store.Alerts.ListAsync(unreviewedOnly: true, cancellationToken: TestStore.Token));
        var audit = await store.Audit.ListAsync(alert.Id.ToString("N"), cancellationToken: TestStore.Token);
        Assert.Equal("alert.reviewed, alert.picture-viewed", string.Join(", ", audit.Select(entry => entry.Action)));
        await TestStore.RefusedAsync(() => store.Alerts.ReadPictureAsync(Guid.NewGuid(), "Rita", TestStore.Token), StoreFault.NotFound);
        await TestStore.RefusedAsync(
            () => store.Alerts.AddAsync(
                new() { At = home.Time.GetUtcNow(), Door = "d", Reason = ReasonCode.PresentationAttack, Picture = new byte[3 << 20] }, TestStore.Token),
            StoreFault.Invalid);
    }

    [Fact]
    public async Task Several_alerts_are_judged_at_one_instant_and_their_verdicts_are_taken_back_together()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var alerts = new List<SpoofAlert>();
        for (var i = 0; i < 3; i++)
            alerts.Add(await store.Alerts.AddAsync(new() { At = home.Time.GetUtcNow().AddSeconds(i), Door = "front", Reason = ReasonCode.PresentationAttack }, TestStore.Token));
        await store.Alerts.ReviewAsync(alerts[0].Id, new("unclear", "dark"), "Rita", TestStore.Token);
        home.Time.Advance(TimeSpan.FromMinutes(1));

        // One of them was erased in between.
        var judged = await store.Alerts.ReviewAsync([alerts[0].Id, alerts[1].Id, Guid.NewGuid()], new("false-alarm", ForCalibration: true), "Rita", TestStore.Token);

        Assert.Equal([alerts[0].Id, alerts[1].Id], judged.Select(alert => alert.Id));
        Assert.All(judged, alert => Assert.Equal(("false-alarm", true, "Rita"), (alert.Verdict, alert.ForCalibration, alert.ReviewedBy)));
        Assert.Equal("dark", judged[0].Note);
        Assert.Equal(judged, await store.Alerts.ListReviewedAsync(judged[0].ReviewedAt!.Value, "Rita", TestStore.Token));
        Assert.Empty(await store.Alerts.ListReviewedAsync(judged[0].ReviewedAt!.Value, "Ada", TestStore.Token));
        Assert.Equal(alerts[2].Id, Assert.Single(await store.Alerts.ListAsync(unreviewedOnly: true, cancellationToken: TestStore.Token)).Id);

        var reopened = await store.Alerts.ReopenAsync([.. alerts.Select(alert => alert.Id)], "Ada", TestStore.Token);

        Assert.All(reopened, alert => Assert.Equal((null, false, null, null), (alert.Verdict, alert.ForCalibration, alert.ReviewedBy, alert.ReviewedAt)));
        Assert.Equal(3, await store.Alerts.CountUnreviewedAsync(TestStore.Token));
        Assert.Equal("alert.reopened, alert.reviewed", string.Join(", ", (await store.Audit.ListAsync(alerts[1].Id.ToString("N"), cancellationToken: TestStore.Token)).Select(entry => entry.Action)));
        // What had no verdict was not taken back.
        Assert.Empty(await store.Audit.ListAsync(alerts[2].Id.ToString("N"), cancellationToken: TestStore.Token));
    }

    [Fact]
    public async Task The_newest_calibration_of_a_model_is_found()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await AddAsync(TestStore.Model, 1);
        home.Time.Advance(TimeSpan.FromHours(1));
        var newest = await AddAsync(TestStore.Model, 2);
        home.Time.Advance(TimeSpan.FromHours(1));
        await AddAsync(TestStore.OtherModel, 3);
        Assert.Equal(newest, await store.Calibrations.NewestAsync(TestStore.Model, TestStore.Token));
        Assert.Equal(3, (await store.Calibrations.ListAsync(TestStore.Token)).Count);
        await store.Calibrations.RemoveAsync(newest.Id, TestStore.By, TestStore.Token);
        Assert.Equal("{\"n\":1}", (await store.Calibrations.NewestAsync(TestStore.Model, TestStore.Token))?.Json);
        await TestStore.RefusedAsync(
            () => store.Calibrations.AddAsync(TestStore.Model, "d", "{", TestStore.By, cancellationToken: TestStore.Token), StoreFault.Invalid);

        Task<StoredCalibration> AddAsync(string model, int n) => store.Calibrations.AddAsync(
            model, "site", $$"""{"n":{{n}}}""", TestStore.By, cancellationToken: TestStore.Token);
    }

    [Fact]
    public async Task Operators_are_unique_by_name_and_can_be_shut_out()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var added = await store.Operators.AddAsync("Ångström", "admin", "hash-1", TestStore.By, TestStore.Token);
        await TestStore.RefusedAsync(
            () => store.Operators.AddAsync("ÅNGSTRÖM", "guard", null, TestStore.By, TestStore.Token), StoreFault.Conflict);
        await store.Operators.SetCredentialAsync(added.Id, "hash-2", TestStore.By, TestStore.Token);
        await store.Operators.SetRoleAsync(added.Id, "guard", TestStore.By, TestStore.Token);
        await store.Operators.SetDisabledAsync(added.Id, true, TestStore.By, TestStore.Token);
        var found = await store.Operators.FindAsync("ångström", TestStore.Token);
        Assert.Equal(("guard", "hash-2", home.Time.GetUtcNow()), (found!.Role, found.Credential, found.DisabledAt));
        Assert.DoesNotContain("hash", found.ToString(), StringComparison.Ordinal);
        Assert.Null(await store.Operators.FindAsync("nobody", TestStore.Token));
    }
}
