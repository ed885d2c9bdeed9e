using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Tests.Erasure;

/// <summary>Nothing biometric in ToString, exceptions and logs.</summary>
public sealed class SecrecyTests
{
    public static TheoryData<string> TypesThatHoldNumbersOrBytes =>
        [.. typeof(KioskStore).Assembly.GetTypes()
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type is { IsInterface: false, IsEnum: false })
            .Where(type => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Any(member => MayBeBiometric(member.FieldType)))
            .Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(TypesThatHoldNumbersOrBytes))]
    public void A_type_that_holds_vectors_or_bytes_does_not_print_them(string name)
    {
        var type = typeof(KioskStore).Assembly.GetType(name)!;
        // A record writes its members out unless it says otherwise.
        var printed = type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
        Assert.False(
            printed.IsDefined(typeof(CompilerGeneratedAttribute)), $"{name} is a record that would print what it holds: override ToString.");
    }

    [Fact]
    public async Task Values_print_neither_vectors_nor_names()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var enrolment = home.Enrollment("Secret Name", 1);
        var person = await store.People.EnrolAsync(enrolment, TestStore.By, TestStore.Token);
        foreach (var value in (object[])[enrolment, enrolment.Person, enrolment.References[0], person, new Profile("Secret Name")])
            Assert.DoesNotContain("Secret", value.ToString(), StringComparison.Ordinal);
        Assert.Equal(person.Id.ToString(), person.ToString());
    }

    [Fact]
    public async Task Faults_carry_neither_vectors_nor_names()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "Secret Name");
        TestStore.Sql(home, "CREATE TRIGGER no BEFORE INSERT ON \"references\" BEGIN SELECT RAISE(ABORT, 'refused'); END");
        var fault = await Assert.ThrowsAsync<StoreException>(() => home.EnrolAsync(store, "Secret Name", 5));
        AssertSilent(fault.ToString(), 500);
        TestStore.Sql(home, "UPDATE \"references\" SET Vector=zeroblob(length(Vector))");
        fault = await Assert.ThrowsAsync<StoreException>(
            () => store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        AssertSilent(fault.ToString(), 100);
    }

    [Fact]
    public async Task The_database_log_at_its_loudest_carries_neither_vectors_nor_names()
    {
        await using var home = new TestStore();
        var lines = new List<string>();
        await using (await home.OpenAsync())
        {
            // Made and closed.
        }

        var options = new DbContextOptionsBuilder<KioskDb>()
            .UseSqlite($"Data Source={home.Database}")
            .LogTo(lines.Add, Microsoft.Extensions.Logging.LogLevel.Trace)
            .Options;
        await using (var db = new KioskDb(options))
        {
            db.People.Add(new() { Id = Guid.NewGuid(), Profile = [1, 2, 3, 4, 5, 6, 7], CreatedAt = home.Time.GetUtcNow() });
            await db.SaveChangesAsync(TestStore.Token);
        }

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Contains("0102030405", StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertSilent(string text, int seed)
    {
        Assert.DoesNotContain("Secret", text, StringComparison.Ordinal);
        foreach (var value in TestStore.Embedding(seed).Take(20))
            Assert.DoesNotContain(value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
    }

    private static bool MayBeBiometric(Type type)
    {
        Type[] vectors = [typeof(float[]), typeof(byte[]), typeof(ReadOnlyMemory<float>), typeof(Memory<float>), typeof(ReadOnlyMemory<byte>)];
        return vectors.Contains(type)
            || (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && type.GetGenericArguments() is [var item] && MayBeBiometric(item));
    }
}
