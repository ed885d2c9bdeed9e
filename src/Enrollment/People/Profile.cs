using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Enrollment.People;

/// <summary>What names and admits a person; sealed by the person's key, so that a backup forgets them with it.</summary>
internal sealed record Profile(
    string Name,
    string? ExternalId = null,
    string? Note = null,
    PersonStatus Status = PersonStatus.Active,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidUntil = null,
    PinHashes? Pin = null,
    bool NeedsProof = false,
    DirectoryEntry? Directory = null)
{
    public static Profile Of(NewPerson person)
    {
        CheckValidity(person.ValidFrom, person.ValidUntil);
        return new(
            Check.Text(person.Name, "the name", KioskDb.NameLength),
            Check.Optional(person.ExternalId, "the staff number", KioskDb.NameLength),
            Check.Optional(person.Note, "the note", KioskDb.TextLength),
            person.Status,
            person.ValidFrom,
            person.ValidUntil,
            Directory: person.Directory?.Checked());
    }

    public static void CheckValidity(DateTimeOffset? from, DateTimeOffset? until)
    {
        if (from >= until)
            throw Check.Invalid($"The validity ends ({until:u}) before it begins ({from:u}).");
    }

    public byte[] Seal(ReadOnlySpan<byte> key, Guid person) =>
        SealedProfile.Seal(key, person, JsonSerializer.SerializeToUtf8Bytes(this, ProfileJson.Default.Profile));

    /// <summary>Sealed under the key that the person has.</summary>
    public byte[] Seal(KeyStore keys, Guid person)
    {
        var key = new byte[Sealer.KeySize];
        keys.TryGet(KeyKind.Profile, person, key);
        var sealedProfile = Seal(key, person);
        CryptographicOperations.ZeroMemory(key);
        return sealedProfile;
    }

    /// <summary>Null when the key, the row or the content is another.</summary>
    public static Profile? Open(KeyStore keys, Guid person, byte[] box) =>
        SealedProfile.Open(keys, person, box) is { } plain ? JsonSerializer.Deserialize(plain, ProfileJson.Default.Profile) : null;

    public override string ToString() => nameof(Profile);
}

[JsonSerializable(typeof(Profile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
