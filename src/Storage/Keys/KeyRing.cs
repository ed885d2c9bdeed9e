using AccessKiosk.Storage.Files;

namespace AccessKiosk.Storage.Keys;

/// <summary>Finds the master key that fits, makes the keys of a new store, rotates, and finishes a rotation cut short.</summary>
internal static class KeyRing
{
    /// <summary>
    /// Opens the key store, or makes it when there is no store yet. With a database and no key store it refuses:
    /// a new key over old data would look like success and lose everything.
    /// </summary>
    public static KeyStore Open(StoreOptions options, bool databaseExists, bool readOnly, TimeProvider time)
    {
        var place = MasterKeyPlace.Of(options);
        if (!File.Exists(options.KeyStorePath))
        {
            if (databaseExists)
                throw new StoreException(
                    StoreFault.KeyMissing,
                    $"The key store {options.KeyStorePath} is missing while {options.DatabasePath} exists: put its copy back. "
                    + "No new keys are made over old data.");
            if (readOnly)
                throw options.Missing();
            Create(options, place, time);
        }

        if (!readOnly)
        {
            // Half-written copies of keys would outlive the keys' destruction.
            DurableFile.DiscardLeftover(options.KeyStorePath);
            FinishRotation(options, place, time);
        }

        return (File.Exists(place.Next) ? TryOpen(options, place.Next, readOnly, time) : null)
            ?? TryOpen(options, place.Path, readOnly, time)
            ?? throw new StoreException(
                StoreFault.KeyWrong,
                $"The master key {place.Path} does not open the key store {options.KeyStorePath}: put the right key there; nothing was changed.");
    }

    /// <summary>
    /// Wraps every key under a new master key. The new key is on disk before the key store needs it and takes the old
    /// one's place after; a kill between leaves both, and the next start keeps the one that fits.
    /// With a systemd credential the new key's file must be named, for only the operator can replace a credential.
    /// </summary>
    public static void Rotate(StoreOptions options, KeyStore keys, string? newKeyFile)
    {
        var place = MasterKeyPlace.Of(options);
        if (newKeyFile is null && place.IsCredential)
            throw new StoreException(
                StoreFault.Invalid,
                "The master key is a systemd credential: make the new key in a file (openssl rand -hex 32), name that file, "
                + "and put it in the credential's place afterwards.");
        using var next = newKeyFile is null ? MasterKey.Generate(place.Next) : MasterKey.Read(newKeyFile);
        if (place.IsCredential)
        {
            keys.Rewrap(next);
            return;
        }

        next.Write(place.Next);
        keys.Rewrap(next);
        Activate(place);
    }

    private static void Create(StoreOptions options, MasterKeyPlace place, TimeProvider time)
    {
        DurableFile.MakeFolder(Path.GetDirectoryName(options.KeyStorePath)!);
        if (!File.Exists(place.Path))
        {
            DurableFile.MakeFolder(Path.GetDirectoryName(place.Path)!);
            using var made = MasterKey.Generate(place.Path);
            made.Write(place.Path);
        }

        using var master = MasterKey.Read(place.Path);
        KeyStore.Create(options.KeyStorePath, master, time);
    }

    /// <summary>After a rotation cut short: the next key becomes active where it fits, else removed.</summary>
    private static void FinishRotation(StoreOptions options, MasterKeyPlace place, TimeProvider time)
    {
        if (place.IsCredential)
            return;
        DurableFile.DiscardLeftover(place.Path);
        DurableFile.DiscardLeftover(place.Next);
        if (!File.Exists(place.Next))
            return;
        using var next = TryOpen(options, place.Next, readOnly: true, time);
        if (next is not null)
        {
            Activate(place);
            return;
        }

        using var current = TryOpen(options, place.Path, readOnly: true, time);
        if (current is null)
            return;
        DurableFile.Wipe(place.Next);
        File.Delete(place.Next);
    }

    private static void Activate(MasterKeyPlace place)
    {
        if (File.Exists(place.Path))
            DurableFile.Wipe(place.Path);
        DurableFile.Move(place.Next, place.Path);
    }

    private static KeyStore? TryOpen(StoreOptions options, string master, bool readOnly, TimeProvider time)
    {
        using var key = MasterKey.Read(master);
        return KeyStore.TryOpen(options.KeyStorePath, key, readOnly, time);
    }
}
