using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Events;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Storage.Tests.Lifecycle;

/// <summary>Events of a store that was made before events had codes.</summary>
public sealed class EventCodesMigrationTests
{
    [Fact]
    public async Task Stored_sentences_become_codes_once_and_keep_names_and_messages()
    {
        await using var home = new TestStore();
        await (await home.OpenAsync()).DisposeAsync();
        (string Kind, string Reason, string? Details)[] old =
        [
            ("granted", "identified and live", null),
            ("denied", "identified and live, but the rules refuse: OutsideSchedule", null),
            ("denied", "nobody enrolled reaches the threshold", null),
            ("denied", "the door refuses: Interlocked", null),
            ("spoof", "presentation attack", null),
            ("door", "unlocked (by an operator, Rita)", null),
            ("door", "locked (time is up)", null),
            ("door", "alarm: forced open", null),
            ("door", "locked down (lockdown begins, Rita)", null),
            ("door", "locked, fault (camera: no picture)", null),
            ("door", "door closed, alarm over", null),
            ("fault", "front has given no picture for 5 s.", """{"camera":"front"}"""),
            ("fault", "something else", null),
            ("duress", "duress PIN: somebody forces this person", null),
        ];
        await using (var connection = new SqliteConnection($"Data Source={home.Database};Pooling=False"))
        {
            await connection.OpenAsync(TestStore.Token);
            await RunAsync(
                connection,
                """
                ALTER TABLE events DROP COLUMN Code;
                ALTER TABLE events ADD COLUMN Kind TEXT NOT NULL DEFAULT '';
                ALTER TABLE events DROP COLUMN Reason;
                ALTER TABLE events RENAME COLUMN Detail TO Reason;
                DELETE FROM __EFMigrationsHistory WHERE MigrationId IN ('20261129163000_EventCodes', '20261129190000_OneEventRecord');
                ALTER TABLE alerts RENAME COLUMN Cue TO Species;
                INSERT INTO alerts (Id, At, Door, Reason, ForCalibration) VALUES ('00000000-0000-0000-0000-000000000001', 1, 'main', 'the camera''s stream is no live one', 0);
                INSERT INTO alerts (Id, At, Door, Reason, ForCalibration) VALUES ('00000000-0000-0000-0000-000000000002', 2, 'main', 'presentation attack', 0);
                INSERT INTO webhooks (Id, Url, Kinds, Secret, CreatedBy, CreatedAt, Delivered, Failures, IsPaused) VALUES ('00000000-0000-0000-0000-000000000003', 'https://example.org', 'granted denied fault door', 's', 'Rita', 1, 0, 0, 0);
                """);
            foreach (var (i, one) in old.Index())
            {
                await RunAsync(
                    connection,
                    "INSERT INTO events (Id, Sequence, At, Kind, Door, Reason, Details) VALUES ($id, $i, $i, $kind, 'main', $reason, $details)",
                    ("$id", Guid.CreateVersion7().ToString().ToUpperInvariant()), ("$i", i + 1), ("$kind", one.Kind), ("$reason", one.Reason), ("$details", (object?)one.Details ?? DBNull.Value));
            }
        }

        await using var store = await home.OpenAsync();
        (string, ReasonCode?, string?)[] made = [.. (await store.Events.SinceAsync(0, 100, TestStore.Token)).Select(e => (e.Code.Name, e.Reason, e.Detail))];

        Assert.Equal(
            [
                ("access.granted", null, null),
                ("access.denied", ReasonCode.OutsideSchedule, null),
                ("access.denied", ReasonCode.UnknownFace, null),
                ("access.denied", ReasonCode.Interlocked, null),
                ("alarm.presentation_attack", ReasonCode.PresentationAttack, null),
                ("door.unlocked", null, "by an operator, Rita"),
                ("door.locked", null, "time is up"),
                ("door.forced", null, null),
                ("lockdown.set", null, "lockdown begins, Rita"),
                ("door.fault", null, "camera: no picture"),
                ("door.closed", null, null),
                ("camera.stalled", null, "front has given no picture for 5 s."),
                ("system.fault", null, "something else"),
                ("alarm.duress", null, null),
            ],
            made);
        Assert.Equal(5, (await store.Events.QueryAsync(new() { Kind = "door" }, TestStore.Token)).Count);
        Assert.Single(await store.Events.QueryAsync(new() { Kind = "lockdown" }, TestStore.Token));
        Assert.Single(await store.Events.QueryAsync(new() { Kind = "door.forced" }, TestStore.Token));
        await AssertOthersAsync(store);
        Assert.Single(await store.Events.QueryAsync(new() { Reason = ReasonCode.OutsideSchedule }, TestStore.Token));
    }

    private static async Task AssertOthersAsync(KioskStore store)
    {
        var alerts = await store.Alerts.ListAsync(cancellationToken: TestStore.Token);
        Assert.Equal([(ReasonCode.PresentationAttack, null), (ReasonCode.PresentationAttack, "stream")], alerts.Select(alert => (alert.Reason, alert.Cue)));
        Assert.Equal(
            ["access.granted", "access.denied", "fault", "door", "lockdown", "emergency", "alarm.tamper", "alarm.tamper_over"],
            Assert.Single(await store.Subscriptions.ListAsync(TestStore.Token)).Kinds);
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync(TestStore.Token);
    }
}
