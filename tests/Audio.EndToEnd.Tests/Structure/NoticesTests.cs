using System.Xml.Linq;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>THIRD-PARTY-NOTICES.md names every package that what we give away refers to.</summary>
public sealed class NoticesTests
{
    [Fact]
    public void Every_package_that_the_sources_refer_to_is_named()
    {
        string notices = Repository.Read("THIRD-PARTY-NOTICES.md");
        string[] packages =
        [
            .. Repository
                .Under("src/", ".csproj")
                .SelectMany(project => XDocument.Load(Repository.PathOf(project)).Descendants("PackageReference"))
                .Select(reference => reference.Attribute("Include")!.Value)
                .Distinct(),
        ];

        packages.Should().Contain("Concentus");
        packages.Where(package => !notices.Contains(package, StringComparison.Ordinal)).Should().BeEmpty();
    }
}
