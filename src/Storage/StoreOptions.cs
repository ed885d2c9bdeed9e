namespace AccessKiosk.Storage;

/// <summary>Where a store's files lie. Backups hold the database only: never the key store, never the master key.</summary>
public sealed class StoreOptions
{
    /// <summary>The credential that systemd hands over (<c>LoadCredential=</c> or <c>LoadCredentialEncrypted=</c>).</summary>
    public const string CredentialName = "accesskiosk-master-key";

    /// <summary>The folder that holds the store; made with mode 0700 when absent.</summary>
    public required string Directory { get; set; }

    /// <summary>The SQLite file; null for <c>kiosk.db</c> in <see cref="Directory"/>.</summary>
    public string? DatabaseFile { get; set; }

    /// <summary>The file of wrapped data keys; null for <c>keys/keystore</c> in <see cref="Directory"/>.</summary>
    public string? KeyStoreFile { get; set; }

    /// <summary>
    /// The master key's file (64 hexadecimal digits, mode 0600); null for systemd's credential where there is one,
    /// else <c>keys/master.key</c> in <see cref="Directory"/>.
    /// </summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>
    /// The file that remembers how far the audit had come, so that an older copy of database and key store together is
    /// noticed; null for <c>audit.witness</c> in systemd's cache folder where there is one, else in <see cref="Directory"/>.
    /// </summary>
    public string? WitnessFile { get; set; }

    /// <summary>The folder of the backups that the pages make and list; an installed box keeps its nightly ones there.</summary>
    public string BackupFolder { get; set; } = "/var/backups/accesskiosk";

    /// <summary>How long to wait for another process's write; 1 s to 1 min, default 5 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is a database.</summary>
    public bool Exists => HasContent(DatabasePath);

    /// <summary>Refuses to work on a store that there is not, rather than make an empty one.</summary>
    /// <exception cref="StoreException">There is neither a database nor the keys of one.</exception>
    public void EnsureExists()
    {
        Validate();
        // Keys without their database are another fault, which opening tells.
        if (!Exists && !File.Exists(KeyStorePath))
            throw Missing();
    }

    internal StoreException Missing() => new(
        StoreFault.DatabaseMissing,
        $"There is no store in {Path.GetDirectoryName(DatabasePath)} yet: start the kiosk once to make it, or name the folder that has it (Store:Directory). Nothing was made.");

    internal string DatabasePath => Path.GetFullPath(DatabaseFile ?? Path.Combine(Directory, "kiosk.db"));

    internal string KeyStorePath => Path.GetFullPath(KeyStoreFile ?? Path.Combine(Directory, "keys", "keystore"));

    internal string WitnessPath => Path.GetFullPath(
        WitnessFile ?? Path.Combine(Environment.GetEnvironmentVariable("CACHE_DIRECTORY") is { Length: > 0 } cache ? cache : Directory, "audit.witness"));

    /// <summary>Every fault of these options; empty when there is none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (!IsPath(Directory))
            faults.Add($"The store's Directory is {Shown(Directory)}: name a folder.");
        if (!IsPath(BackupFolder))
            faults.Add($"The store's BackupFolder is {Shown(BackupFolder)}: name a folder.");
        foreach (var (key, file) in new[] { (nameof(DatabaseFile), DatabaseFile), (nameof(KeyStoreFile), KeyStoreFile), (nameof(MasterKeyFile), MasterKeyFile), (nameof(WitnessFile), WitnessFile) })
        {
            if (file is not null && !IsPath(file))
                faults.Add($"The store's {key} is {Shown(file)}: name a file, or leave the key out.");
        }

        if (BusyTimeout < TimeSpan.FromSeconds(1) || BusyTimeout > TimeSpan.FromMinutes(1))
            faults.Add($"The store's BusyTimeout is {BusyTimeout}: choose 1 s to 1 min.");
        if (faults.Count == 0 && string.Equals(DatabasePath, KeyStorePath, StringComparison.Ordinal))
            faults.Add("The store's DatabaseFile and KeyStoreFile are the same file: name two.");
        return faults;
    }

    internal void Validate()
    {
        if (Faults() is { Count: > 0 } faults)
            throw new StoreException(StoreFault.Invalid, string.Join(' ', faults));
    }

    /// <summary>Whether a database file has anything in it; an empty one is left by a first start cut short.</summary>
    internal static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static bool IsPath(string text) => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0');

    private static string Shown(string text) => string.IsNullOrWhiteSpace(text) ? "empty" : "no path";
}

/// <summary>How a store is opened.</summary>
public enum StoreAccess
{
    /// <summary>By the one kiosk (or command) that may write; others are refused.</summary>
    Exclusive,

    /// <summary>For reading beside a running kiosk: list, export, verify, back up.</summary>
    Read,
}
