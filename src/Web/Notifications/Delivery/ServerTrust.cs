using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>Whom a connection trusts besides the authorities that the system knows: a site's own servers rarely have a public certificate.</summary>
internal static class ServerTrust
{
    /// <summary>Accepts what the system accepts, and what this authority has signed for the server's name.</summary>
    /// <param name="file">A PEM file; empty: the system alone.</param>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public static RemoteCertificateValidationCallback Accepting(string file)
    {
        var authorities = new X509Certificate2Collection();
        if (file.Length > 0)
            authorities.ImportFromPemFile(file);
        if (file.Length > 0 && authorities.Count == 0)
            throw new CryptographicException($"{file} holds no certificate.");
        return (_, certificate, chain, errors) => errors switch
        {
            SslPolicyErrors.None => true,
            SslPolicyErrors.RemoteCertificateChainErrors when certificate is X509Certificate2 leaf => IsSigned(leaf, chain, authorities),
            _ => false,
        };
    }

    private static bool IsSigned(X509Certificate2 leaf, X509Chain? sent, X509Certificate2Collection authorities)
    {
        if (authorities.Count == 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (var element in sent?.ChainElements.AsEnumerable() ?? [])
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(leaf);
    }
}
