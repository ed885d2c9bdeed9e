using System.Text;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Tests;

namespace AccessKiosk.Enrollment.Tests.People;

public sealed class PinTests
{
    private const string Hash = "pbkdf2-sha512$1$c2FsdHNhbHRzYWx0c2FsdA==$aGFzaA==";

    [Fact]
    public async Task A_PIN_survives_a_restart_and_other_changes_of_the_person_and_is_cleared()
    {
        await using var home = new TestStore();
        PersonId id;
        await using (var store = await home.OpenAsync())
        {
            id = (await home.EnrolAsync(store, "Ada")).Id;
            Assert.Null(store.People.PinOf(id));
            Assert.True((await store.People.SetPinAsync(id, Hash, "duress", TestStore.By, TestStore.Token)).HasPin);
            await store.People.RenameAsync(id, "Ada L.", TestStore.By, TestStore.Token);
        }

        await using var again = await home.OpenAsync();
        Assert.Equal(new(Hash, "duress"), again.People.PinOf(id));
        Assert.False((await again.People.SetPinAsync(id, null, null, TestStore.By, TestStore.Token)).HasPin);
        await TestStore.RefusedAsync(() => again.People.SetPinAsync(id, null, "duress", TestStore.By, TestStore.Token), StoreFault.Invalid);
    }

    [Fact]
    public async Task The_hash_is_sealed_in_every_file_and_absent_from_audit_and_ToString()
    {
        await using var home = new TestStore();
        await using (var store = await home.OpenAsync())
        {
            var id = (await home.EnrolAsync(store, "Ada")).Id;
            var person = await store.People.SetPinAsync(id, Hash, Hash, TestStore.By, TestStore.Token);
            Assert.DoesNotContain("pbkdf2", $"{person}{store.People.PinOf(id)}", StringComparison.Ordinal);
            using var export = new MemoryStream();
            await store.Privacy.ExportAsync(id, export, TestStore.By, TestStore.Token);
            var text = Encoding.UTF8.GetString(export.ToArray());
            Assert.Contains("person.pin-set", text, StringComparison.Ordinal);
            Assert.Contains("\"pinSet\": true", text, StringComparison.Ordinal);
            Assert.DoesNotContain("pbkdf2", text, StringComparison.Ordinal);
        }

        foreach (var file in Directory.EnumerateFiles(home.Directory, "*", SearchOption.AllDirectories))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file, TestStore.Token)).AsSpan().IndexOf("pbkdf2"u8));
    }
}
