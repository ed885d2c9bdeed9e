using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Audit;

namespace AccessKiosk.Storage.Tests.Audit;

public sealed class AuditTests
{
    [Fact]
    public async Task An_untouched_chain_is_sound()
    {
        await using var home = await WithEntriesAsync();
        var report = await VerifyAsync(home);
        Assert.True(report.IsSound);
        Assert.Equal(10, report.Entries);
    }

    [Theory]
    [InlineData("Actor='someone'")]
    [InlineData("At=At+1")]
    [InlineData("Details='{\"n\":99}'")]
    [InlineData("Details=NULL")]
    [InlineData("Subject='other'")]
    [InlineData("Action='person.erased'")]
    [InlineData("Hash=zeroblob(32)")]
    [InlineData("Previous=zeroblob(32)")]
    public async Task An_edited_entry_is_found_where_it_is(string edit)
    {
        await using var home = await WithEntriesAsync();
        TestStore.Sql(home, $"UPDATE audit SET {edit} WHERE Sequence=4");
        var report = await VerifyAsync(home);
        Assert.Equal([new(AuditFaultKind.Altered, 4, 4)], report.Faults);
        Assert.Contains("Entry 4", report.Faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_entries_are_found_at_the_start_in_the_middle_and_at_the_end()
    {
        await using var home = await WithEntriesAsync();
        TestStore.Sql(home, "DELETE FROM audit WHERE Sequence IN (1, 4, 5, 9, 10)");
        var report = await VerifyAsync(home);
        Assert.Equal(
            [new(AuditFaultKind.Missing, 1, 1), new(AuditFaultKind.Missing, 4, 5), new(AuditFaultKind.TailMissing, 9, 10)],
            report.Faults);
    }

    [Fact]
    public async Task A_deleted_tail_stays_visible_when_the_kiosk_has_gone_on()
    {
        await using var home = await WithEntriesAsync();
        TestStore.Sql(home, "DELETE FROM audit WHERE Sequence > 7");
        await using (var store = await home.OpenAsync())
        {
            Assert.False(store.AuditReachesAnchor);
            await store.Audit.AppendAsync("a", "b.c", cancellationToken: TestStore.Token);
        }

        var report = await VerifyAsync(home);
        Assert.Equal([new(AuditFaultKind.Missing, 8, 10)], report.Faults);
        await using var again = await home.OpenAsync();
        Assert.True(again.AuditReachesAnchor);
    }

    [Fact]
    public async Task Exchanged_entries_are_found_as_moved()
    {
        await using var home = await WithEntriesAsync();
        TestStore.Sql(home, "UPDATE audit SET Sequence=100 WHERE Sequence=3; UPDATE audit SET Sequence=3 WHERE Sequence=6; UPDATE audit SET Sequence=6 WHERE Sequence=100");
        var report = await VerifyAsync(home);
        Assert.Equal([new(AuditFaultKind.Moved, 3, 6), new(AuditFaultKind.Moved, 6, 3)], report.Faults);
    }

    [Fact]
    public async Task An_entry_added_or_copied_by_another_hand_is_found()
    {
        await using var home = await WithEntriesAsync();
        TestStore.Sql(home, "INSERT INTO audit SELECT 11, At, Actor, Action, Subject, Details, Hash, Hash FROM audit WHERE Sequence=10");
        Assert.Equal([new(AuditFaultKind.Altered, 11, 11)], (await VerifyAsync(home)).Faults);
    }

    [Fact]
    public async Task An_older_copy_of_the_database_put_back_by_hand_is_found()
    {
        await using var home = await WithEntriesAsync();
        var old = await File.ReadAllBytesAsync(home.Database, TestStore.Token);
        await using (var store = await home.OpenAsync())
            await store.Audit.AppendAsync("a", "b.c", cancellationToken: TestStore.Token);
        await File.WriteAllBytesAsync(home.Database, old, TestStore.Token);
        Assert.Equal([new(AuditFaultKind.TailMissing, 11, 11)], (await VerifyAsync(home)).Faults);
    }

    [Fact]
    public async Task A_restore_explains_its_gap()
    {
        await using var home = await WithEntriesAsync();
        var backup = Path.Combine(home.Directory, "b.db");
        await using (var store = await home.OpenAsync())
        {
            await store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
            for (var i = 0; i < 3; i++)
                await store.Audit.AppendAsync("a", "b.c", cancellationToken: TestStore.Token);
        }

        await KioskStore.RestoreAsync(home.Options, backup, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        var report = await VerifyAsync(home);
        Assert.True(report.IsSound, string.Join(' ', report.Faults));
        Assert.Equal((12, 14), (Assert.Single(report.Restores).First, report.Restores[0].Last));
    }

    [Fact]
    public async Task What_is_done_to_people_is_on_record_without_their_names()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "Unnameable Name");
        await store.People.RenameAsync(person.Id, "Another Unnameable", TestStore.By, TestStore.Token);
        var entries = await store.Audit.ListAsync(person.Id.ToString(), cancellationToken: TestStore.Token);
        Assert.Equal("person.renamed, person.enrolled", string.Join(", ", entries.Select(entry => entry.Action)));
        Assert.All(entries, entry => Assert.Equal(TestStore.By, entry.Actor));
        Assert.DoesNotContain(entries, entry => entry.ToString().Contains("Unnameable", StringComparison.Ordinal));
        await TestStore.RefusedAsync(() => store.Audit.AppendAsync("", "x", cancellationToken: TestStore.Token), StoreFault.Invalid);
    }

    private static async Task<TestStore> WithEntriesAsync()
    {
        var home = new TestStore();
        await using var store = await home.OpenAsync();
        for (var i = 1; i <= 10; i++)
        {
            home.Time.Advance(TimeSpan.FromSeconds(1));
            await store.Audit.AppendAsync($"operator {i % 3}", "thing.done", $"subject {i}", new { n = i }, TestStore.Token);
        }

        return home;
    }

    private static async Task<AuditReport> VerifyAsync(TestStore home)
    {
        await using var store = await home.OpenAsync(StoreAccess.Read);
        return await store.Audit.VerifyAsync(TestStore.Token);
    }
}
