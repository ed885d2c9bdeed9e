using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Keys;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Enrollment.Store;

/// <summary>What names and admits a person; sealed by the person's key, so that a backup forgets them with it.</summary>
internal sealed record Profile(
    string Name,
    string? ExternalId = null,
    string? Note = null,
    PersonStatus Status = PersonStatus.Active,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidUntil = null,
    PinHashes? Pin = null)
{
    public static Profile Of(NewPerson person)
    {
        CheckValidity(person.ValidFrom, person.ValidUntil);
        return new(
            Check.Text(person.Name, "the name", Schema.KioskDb.NameLength),
            Check.Optional(person.ExternalId, "the external id", Schema.KioskDb.NameLength),
            Check.Optional(person.Note, "the note", Schema.KioskDb.TextLength),
            PersonStatus.Active,
            person.ValidFrom,
            person.ValidUntil);
    }

    public static void CheckValidity(DateTimeOffset? from, DateTimeOffset? until)
    {
        if (from >= until)
            throw Check.Invalid($"The validity ends ({until:u}) before it begins ({from:u}).");
    }

    public byte[] Seal(ReadOnlySpan<byte> key, Guid person)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, ProfileJson.Default.Profile);
        return Sealer.Seal(key, json, Context(person));
    }

    /// <summary>Null when the key, the row or the content is another.</summary>
    public static Profile? Open(KeyStore keys, Guid person, byte[] box)
    {
        Span<byte> key = stackalloc byte[Sealer.KeySize];
        var plain = new byte[Sealer.PlainSize(box.Length)];
        var opened = keys.TryGet(KeyKind.Profile, person, key) && Sealer.TryOpen(key, box, Context(person), plain);
        CryptographicOperations.ZeroMemory(key);
        return opened ? JsonSerializer.Deserialize(plain, ProfileJson.Default.Profile) : null;
    }

    public override string ToString() => nameof(Profile);

    private static byte[] Context(Guid person) => Sealer.Context("profile 1", person);
}

[JsonSerializable(typeof(Profile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
