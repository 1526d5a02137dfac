import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Verifies and makes signatures with Java's XML signature interface: the JDK's own implementation, or Apache Santuario
 * where its archive is on the class path. Run as a source file.
 *
 * <pre>
 * verify   PROVIDER ANCHORS.pem FILE...            every SAML assertion, as it stands in its message
 * sign     PROVIDER KEY.pem CERTIFICATE.pem FILE...  each FILE is an assertion without signature; it is rewritten
 * document PROVIDER ANCHORS.pem FILE...            every enveloped signature of a whole document or an element
 * seal     PROVIDER KEY.pem CERTIFICATE.pem FILE...  signs the whole document, the signature at the end of its root
 * </pre>
 *
 * PROVIDER is jdk or santuario. One line for each signature: "ok KIND", or "bad KIND: why". Ends with 1 when one is bad.
 */
public final class SignatureJudge {
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE;
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    private final XMLSignatureFactory factory;

    private SignatureJudge(String provider) throws Exception {
        if (provider.equals("jdk")) {
            factory = XMLSignatureFactory.getInstance("DOM");
            return;
        }
        Class<?> santuario = Class.forName("org.apache.jcp.xml.dsig.internal.dom.XMLDSigRI");
        factory = XMLSignatureFactory.getInstance("DOM", (Provider) santuario.getDeclaredConstructor().newInstance());
    }

    public static void main(String[] arguments) throws Exception {
        SignatureJudge judge = new SignatureJudge(arguments[1]);
        boolean good = switch (arguments[0]) {
            case "verify" -> judge.verifyAll(arguments, true);
            case "document" -> judge.verifyAll(arguments, false);
            case "sign" -> judge.signAll(arguments, true);
            case "seal" -> judge.signAll(arguments, false);
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        System.exit(good ? 0 : 1);
    }

    private boolean verifyAll(String[] arguments, boolean assertions) throws Exception {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate anchor : certificates(arguments[2])) {
            anchors.add(new TrustAnchor(anchor, null));
        }
        boolean good = true;
        for (int i = 3; i < arguments.length; ++i) {
            Document document = parse(arguments[i]);
            List<Element> signed = assertions ? elements(document, SAML, "Assertion") : signatureParents(document);
            if (signed.isEmpty()) {
                System.out.println("bad " + new File(arguments[i]).getName() + ": nothing is signed");
                good = false;
            }
            for (Element element : signed) {
                String kind = assertions ? kindOf(element) : element.getLocalName();
                String flaw = assertions ? verifyAssertion(element, anchors) : verifyEnveloped(element, anchors);
                System.out.println(flaw == null ? "ok " + kind : "bad " + kind + ": " + flaw);
                good = good && flaw == null;
            }
        }
        return good;
    }

    /** What is wrong with an assertion's signature by the eHDSI SAML profile, 2.6; null when nothing is. */
    private String verifyAssertion(Element assertion, Set<TrustAnchor> anchors) throws Exception {
        assertion.setIdAttributeNS(null, "ID", true);
        Element signature = childSignature(assertion);
        if (signature == null) {
            return "no signature";
        }
        if (!followsIssuer(signature)) {
            return "the signature does not follow the issuer";
        }
        X509Certificate certificate = certificateOf(signature);
        DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(certificate.getPublicKey()), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        XMLSignature read = factory.unmarshalXMLSignature(context);
        String form = formOf(read.getSignedInfo(), assertion.getAttribute("ID"));
        if (form != null) {
            return form;
        }
        return judged(read, context, certificate, anchors);
    }

    private String verifyEnveloped(Element parent, Set<TrustAnchor> anchors) throws Exception {
        for (String name : new String[] {"ID", "Id", "id"}) {
            if (parent.hasAttribute(name)) {
                parent.setIdAttribute(name, true);
            }
        }
        Element signature = childSignature(parent);
        X509Certificate certificate = certificateOf(signature);
        DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(certificate.getPublicKey()), signature);
        return judged(factory.unmarshalXMLSignature(context), context, certificate, anchors);
    }

    private static String judged(XMLSignature signature, DOMValidateContext context, X509Certificate certificate,
                                 Set<TrustAnchor> anchors) throws Exception {
        if (!signature.getSignatureValue().validate(context)) {
            return "the signature value does not fit";
        }
        for (Object reference : signature.getSignedInfo().getReferences()) {
            if (!((Reference) reference).validate(context)) {
                return "the digest does not fit";
            }
        }
        return trusted(certificate, anchors) ? null : "the signer is not trusted";
    }

    private static String formOf(SignedInfo info, String id) {
        if (!info.getCanonicalizationMethod().getAlgorithm().equals(EXCLUSIVE)) {
            return "canonicalization " + info.getCanonicalizationMethod().getAlgorithm();
        }
        if (!info.getSignatureMethod().getAlgorithm().equals(RSA_SHA256)) {
            return "signature method " + info.getSignatureMethod().getAlgorithm();
        }
        if (info.getReferences().size() != 1) {
            return "not exactly one reference";
        }
        Reference reference = (Reference) info.getReferences().get(0);
        if (!reference.getURI().equals("#" + id) || !reference.getDigestMethod().getAlgorithm().equals(DigestMethod.SHA256)) {
            return "the reference is not to the assertion by SHA-256";
        }
        List<String> transforms = new ArrayList<>();
        for (Object transform : reference.getTransforms()) {
            transforms.add(((Transform) transform).getAlgorithm());
        }
        return transforms.equals(List.of(Transform.ENVELOPED, EXCLUSIVE)) ? null : "transforms " + transforms;
    }

    private boolean signAll(String[] arguments, boolean assertion) throws Exception {
        PrivateKey key = privateKey(arguments[2]);
        X509Certificate certificate = certificates(arguments[3]).iterator().next();
        for (int i = 4; i < arguments.length; ++i) {
            Document document = parse(arguments[i]);
            if (assertion) {
                signAssertion(document.getDocumentElement(), key, certificate);
            } else {
                DOMSignContext context = new DOMSignContext(key, document.getDocumentElement());
                signature("", CanonicalizationMethod.INCLUSIVE, null, certificate).sign(context);
            }
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document),
                                                                        new StreamResult(new File(arguments[i])));
            System.out.println("ok " + document.getDocumentElement().getLocalName());
        }
        return true;
    }

    private void signAssertion(Element root, PrivateKey key, X509Certificate certificate) throws Exception {
        root.setIdAttributeNS(null, "ID", true);
        Node issuer = elements(root.getOwnerDocument(), SAML, "Issuer").get(0);
        DOMSignContext context = new DOMSignContext(key, root, issuer.getNextSibling());
        context.setDefaultNamespacePrefix("ds");
        signature("#" + root.getAttribute("ID"), EXCLUSIVE, List.of("xs"), certificate).sign(context);
    }

    private XMLSignature signature(String uri, String method, List<String> prefixes, X509Certificate certificate) throws Exception {
        C14NMethodParameterSpec inclusive = prefixes == null ? null : new ExcC14NParameterSpec(prefixes);
        List<Transform> transforms = List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                                             factory.newTransform(method, (TransformParameterSpec) inclusive));
        Reference reference = factory.newReference(uri, factory.newDigestMethod(DigestMethod.SHA256, null), transforms, null, null);
        SignedInfo info = factory.newSignedInfo(factory.newCanonicalizationMethod(method, (C14NMethodParameterSpec) null),
                                                factory.newSignatureMethod(RSA_SHA256, null), List.of(reference));
        KeyInfoFactory keys = factory.getKeyInfoFactory();
        X509Data data = keys.newX509Data(List.of(certificate));
        KeyInfo keyInfo = keys.newKeyInfo(List.of(data));
        return factory.newXMLSignature(info, keyInfo);
    }

    private static boolean trusted(X509Certificate certificate, Set<TrustAnchor> anchors) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        try {
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (java.security.cert.CertPathValidatorException refused) {
            return false;
        }
    }

    private static Element childSignature(Element parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (XMLSignature.XMLNS.equals(child.getNamespaceURI()) && "Signature".equals(child.getLocalName())) {
                return (Element) child;
            }
        }
        return null;
    }

    private static boolean followsIssuer(Element signature) {
        Node before = signature.getPreviousSibling();
        while (before != null && before.getNodeType() != Node.ELEMENT_NODE) {
            before = before.getPreviousSibling();
        }
        return before != null && "Issuer".equals(before.getLocalName());
    }

    /** The one certificate that the key information holds. */
    private static X509Certificate certificateOf(Element signature) throws Exception {
        NodeList found = signature.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate");
        if (found.getLength() != 1) {
            throw new IllegalArgumentException(found.getLength() + " certificates");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(found.item(0).getTextContent());
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static String kindOf(Element assertion) {
        NodeList issuers = assertion.getElementsByTagNameNS(SAML, "Issuer");
        String qualifier = ((Element) issuers.item(0)).getAttribute("NameQualifier");
        return qualifier.substring(qualifier.lastIndexOf(':') + 1);
    }

    private static List<Element> elements(Document document, String namespace, String name) {
        NodeList found = document.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); ++i) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static List<Element> signatureParents(Document document) {
        List<Element> parents = new ArrayList<>();
        for (Element signature : elements(document, XMLSignature.XMLNS, "Signature")) {
            parents.add((Element) signature.getParentNode());
        }
        return parents;
    }

    private static Document parse(String file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        return builder.parse(new File(file));
    }

    @SuppressWarnings("unchecked")
    private static Collection<X509Certificate> certificates(String file) throws Exception {
        return (Collection<X509Certificate>) (Collection<?>) CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))));
    }

    private static PrivateKey privateKey(String file) throws Exception {
        String text = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
    }
}
